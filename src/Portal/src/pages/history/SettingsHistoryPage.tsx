import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { queries } from '../../api/queries';
import type { StateEntry } from '../../api/types';
import { Badge, Card, Empty, Failed, Json, Lines, Loaded, Page, Time } from '../../components/ui';
import { count } from '../../format/numbers';
import { LedgerTabs } from '../ledger/LedgerTabs';
import css from './history.module.css';
import { known, shortValue } from './settings';

/** A ledger's own rules, and how each came to be what it is: settings are changed by transactions alone. */
export function SettingsHistoryPage() {
  const { ledger = '' } = useParams();
  const list = useInfiniteQuery(queries.state(ledger, 'settings/', null));
  const items = list.data?.pages.flatMap((p) => p.items).filter((i) => i.path !== 'settings/genesis') ?? [];
  return (
    <Page title={<>Ledger {ledger}</>} documentTitle="Settings of the ledger" crumbs={[{ label: 'Overview', to: '/' }]} note="The ledger's own rules. Each was set by a transaction, and holds from the block after it.">
      <LedgerTabs ledger={ledger} />
      {list.error ? <Failed error={list.error} retry={() => { void list.refetch(); }} /> : list.isPending ? <Card><Lines count={8} /></Card>
        : items.length === 0 ? <Card><Empty title="No settings">The ledger goes by what every ledger goes by.</Empty></Card>
          : <div className={css.list}>{items.map((item) => <Setting key={item.path} ledger={ledger} item={item} />)}</div>}
    </Page>
  );
}

function Setting({ ledger, item }: { ledger: string; item: StateEntry }) {
  const name = item.path.slice('settings/'.length);
  const history = useQuery(queries.stateHistory(ledger, item.path));
  const { title, what } = known(name);
  return (
    <Card title={title} note={what} tools={<Link to={`/ledgers/${ledger}/state/${item.path}?tab=verify`} className={css.prove}>Prove it</Link>}>
      <p className={css.now}>{shortValue(name, item.value)}</p>
      <Loaded query={history} skeleton={<Lines count={2} />}>
        {({ items }) => (
          <details className={css.versions}>
            <summary>{items.length === 1 ? 'Unchanged since' : `Changed ${items.length - 1 === 1 ? 'once' : `${items.length - 1} times`}, last in`} block {count(items[0]?.block ?? 0)}{items[0] && <>, <Time at={items[0].time} /></>}</summary>
            <ol>
              {items.map((v, i) => (
                <li key={v.block}>
                  <div className={css.head}><Link to={`/ledgers/${ledger}/blocks/${v.block}`}>Block {count(v.block)}</Link><Time at={v.time} />{i === 0 && <Badge tone="good">now</Badge>}{v.value === null && <Badge tone="warn">taken away</Badge>}</div>
                  {v.value !== null && <p>{shortValue(name, v.value)}</p>}
                  {typeof v.value === 'object' && v.value !== null && <details><summary>In full</summary><Json value={v.value} /></details>}
                </li>
              ))}
            </ol>
          </details>
        )}
      </Loaded>
    </Card>
  );
}
