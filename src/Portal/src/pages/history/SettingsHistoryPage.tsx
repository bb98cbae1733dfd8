import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { governance, type SettingChange } from '../../api/governance';
import { queries } from '../../api/queries';
import type { StateEntry } from '../../api/types';
import { Badge, Card, Empty, Failed, Json, Lines, Loaded, Page, Time } from '../../components/ui';
import { count } from '../../format/numbers';
import { ProposalCard } from '../governance/ProposalCard';
import { useLedgerWorld } from '../governance/useLedgerWorld';
import { LedgerTabs } from '../ledger/LedgerTabs';
import css from './history.module.css';
import { known, shortValue } from './settings';

/** A ledger's own rules, what is about to change them and waits for signatures, and how each came to be what it is: settings are changed by transactions alone. */
export function SettingsHistoryPage() {
  const { ledger = '' } = useParams();
  const list = useInfiniteQuery(queries.state(ledger, 'settings/', null));
  const world = useLedgerWorld(ledger);
  const items = list.data?.pages.flatMap((p) => p.items).filter((i) => i.path !== 'settings/genesis') ?? [];
  return (
    <Page title={<>Ledger {ledger}</>} documentTitle="Settings of the ledger" crumbs={[{ label: 'Overview', to: '/' }]} note="The ledger's own rules. Each was set by a transaction, and holds from the block after it.">
      <LedgerTabs ledger={ledger} />
      <Waiting ledger={ledger} world={world} />
      {list.error ? <Failed error={list.error} retry={() => { void list.refetch(); }} /> : list.isPending ? <Card><Lines count={8} /></Card>
        : items.length === 0 ? <Card><Empty title="No settings">The ledger goes by what every ledger goes by.</Empty></Card>
          : <div className={css.list}>{items.map((item) => <Setting key={item.path} ledger={ledger} item={item} world={world} />)}</div>}
    </Page>
  );
}

type World = ReturnType<typeof useLedgerWorld>;

/** Proposals that change something here once enough have signed: approved or taken back on the spot. */
function Waiting({ ledger, world }: { ledger: string; world: World }) {
  const proposals = useInfiniteQuery(governance.proposals(ledger));
  const open = proposals.data?.pages.flatMap((p) => p.items).filter((p) => p.state === 'open') ?? [];
  if (proposals.error) return <div className={css.waiting}><Failed error={proposals.error} retry={() => { void proposals.refetch(); }} /></div>;
  if (open.length === 0) return null;
  return (
    <section className={css.waiting} aria-labelledby="waiting">
      <h2 id="waiting">Waiting for signatures</h2>
      {open.map((p) => <ProposalCard key={p.id} ledger={ledger} proposal={p} world={world} />)}
    </section>
  );
}

/** Who agreed to a value, as far as the ledger says. */
function Agreed({ change, world }: { change: SettingChange | undefined; world: World }) {
  if (!change?.by || change.block === 0) return null;
  const others = change.approvals.filter((a) => a.party !== change.by).map((a) => world.nameOf(a.party));
  return <p className={css.agreed}>{change.proposal ? 'Proposed' : 'Set'} by {world.nameOf(change.by)}{others.length > 0 && <>, signed by {others.join(', ')}</>}</p>;
}

function Setting({ ledger, item, world }: { ledger: string; item: StateEntry; world: World }) {
  const name = item.path.slice('settings/'.length);
  const history = useQuery(queries.stateHistory(ledger, item.path));
  const { title, what } = known(name);
  const agreed = (block: number) => world.settings.find((s) => s.name === name)?.history.find((h) => h.block === block);
  return (
    <Card title={title} note={what} tools={<Link to={`/ledgers/${ledger}/state/${item.path}?tab=verify`} className={css.prove}>Prove it</Link>}>
      <p className={css.now}>{shortValue(name, item.value, world.nameOf)}</p>
      <Loaded query={history} skeleton={<Lines count={2} />}>
        {({ items }) => (
          <details className={css.versions}>
            <summary>{items.length === 1 ? 'Unchanged since' : `Changed ${items.length - 1 === 1 ? 'once' : `${items.length - 1} times`}, last in`} block {count(items[0]?.block ?? 0)}{items[0] && <>, <Time at={items[0].time} /></>}</summary>
            <ol>
              {items.map((v, i) => (
                <li key={v.block}>
                  <div className={css.head}><Link to={`/ledgers/${ledger}/blocks/${v.block}`}>Block {count(v.block)}</Link><Time at={v.time} />{i === 0 && <Badge tone="good">now</Badge>}{v.value === null && <Badge tone="warn">taken away</Badge>}</div>
                  {v.value !== null && <p>{shortValue(name, v.value, world.nameOf)}</p>}
                  <Agreed change={agreed(v.block)} world={world} />
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
