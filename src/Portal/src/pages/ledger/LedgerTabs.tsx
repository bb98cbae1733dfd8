import { Link, useLocation } from 'react-router';
import css from './ledger.module.css';

const tabs = [['', 'Blocks'], ['state', 'State'], ['validators', 'Validators'], ['members', 'Members'], ['governance', 'Governance'], ['settings', 'Settings'], ['log', 'Log']] as const;

export function LedgerTabs({ ledger }: { ledger: string }) {
  const part = useLocation().pathname.split('/')[3] ?? '';
  const here = tabs.find(([name]) => name === part)?.[0] ?? '';
  return (
    <nav className={css.tabs} aria-label="Ledger">
      {tabs.map(([name, label]) => <Link key={name} to={`/ledgers/${ledger}${name && `/${name}`}`} aria-current={name === here ? 'page' : undefined} className={css.tab}>{label}</Link>)}
    </nav>
  );
}
