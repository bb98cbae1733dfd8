import { Link, useLocation } from 'react-router';
import css from './ledger.module.css';

export function LedgerTabs({ ledger }: { ledger: string }) {
  const onState = useLocation().pathname.startsWith(`/ledgers/${ledger}/state`);
  return (
    <nav className={css.tabs} aria-label="Ledger">
      <Link to={`/ledgers/${ledger}`} aria-current={onState ? undefined : 'page'} className={css.tab}>Blocks</Link>
      <Link to={`/ledgers/${ledger}/state`} aria-current={onState ? 'page' : undefined} className={css.tab}>State</Link>
    </nav>
  );
}
