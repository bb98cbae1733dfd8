import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import css from './ledger.module.css';

const tabs = [['', 'Blocks'], ['state', 'State'], ['validators', 'Validators'], ['members', 'Members'], ['governance', 'Governance'], ['settings', 'Settings'], ['log', 'Log']] as const;

export function LedgerTabs({ ledger }: { ledger: string }) {
  const part = useLocation().pathname.split('/')[3] ?? '';
  const here = tabs.find(([name]) => name === part)?.[0] ?? '';
  const bar = useRef<HTMLElement>(null);
  // On a narrow screen the tab one is in may lie beyond the edge.
  useEffect(() => {
    const current = bar.current?.querySelector<HTMLElement>('[aria-current]');
    if (bar.current && current) bar.current.scrollLeft = current.offsetLeft - (bar.current.clientWidth - current.offsetWidth) / 2;
  }, [here]);
  return (
    <nav ref={bar} className={css.tabs} aria-label="Ledger">
      {tabs.map(([name, label]) => <Link key={name} to={`/ledgers/${ledger}${name && `/${name}`}`} aria-current={name === here ? 'page' : undefined} className={css.tab}>{label}</Link>)}
    </nav>
  );
}
