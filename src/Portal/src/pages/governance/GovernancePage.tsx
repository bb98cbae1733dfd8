import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useOutletContext, useParams, useSearchParams } from 'react-router';
import { governance, type Setting } from '../../api/governance';
import type { Session } from '../../api/types';
import { Badge, Card, Empty, Failed, Lines, Loaded, Page, Time, ui } from '../../components/ui';
import { count, plural } from '../../format/numbers';
import { LedgerTabs } from '../ledger/LedgerTabs';
import css from './governance.module.css';
import { ProposalCard } from './ProposalCard';
import { ProposeDialog } from './ProposeDialog';
import { entriesOf } from './timeline';
import { useLedgerWorld } from './useLedgerWorld';
import { settingName, settingValue } from './words';

/** What a ledger goes by, who decides on it, what is proposed, and how it all came about. */
export function GovernancePage() {
  const { ledger = '' } = useParams();
  const session = useOutletContext<Session | undefined>();
  const rule = useQuery(governance.rule(ledger));
  const settings = useQuery(governance.settings(ledger));
  const world = useLedgerWorld(ledger);
  const { nameOf, members } = world;
  const proposals = useInfiniteQuery(governance.proposals(ledger));
  const [search, go] = useSearchParams();
  const proposing = search.get('propose');
  const propose = (what: string | null) => go((before) => { if (what) before.set('propose', what); else before.delete('propose'); return before; }, { replace: true });
  const items = proposals.data?.pages.flatMap((p) => p.items) ?? [];
  const open = items.filter((p) => p.state === 'open');
  const closed = items.filter((p) => p.state !== 'open');
  return (
    <Page title={<>Ledger {ledger}</>} documentTitle={`Governance of ${ledger}`} crumbs={[{ label: 'Overview', to: '/' }]}
      note={rule.data ? rule.data.parties.length === 0 ? 'Any operator decides on this ledger.' : rule.data.parties.length === 1 ? `${nameOf(rule.data.parties[0] ?? '')} decides on this ledger.`
        : `${count(rule.data.threshold)} of ${count(rule.data.parties.length)} organisations decide on this ledger.` : rule.error ? undefined : '…'}
      tools={rule.data?.mayPropose ? <Button onClick={() => propose('change')}>Propose a change</Button> : undefined}>
      <LedgerTabs ledger={ledger} />
      <div className={ui.grid}>
        <div data-span="7">
          <h2 className={ui.cardTitle} style={{ marginBottom: 12 }}>Waiting for approval</h2>
          {proposals.error ? <Failed error={proposals.error} retry={() => { void proposals.refetch(); }} /> : proposals.isPending ? <Card><Lines count={4} /></Card> : (
            <div className={css.list}>
              {open.length === 0 && <Card><Empty title="Nothing is proposed" action={rule.data?.mayPropose ? <Button variant="default" onClick={() => propose('change')}>Propose a change</Button> : undefined}>What changes the ledger’s rules, members or keys is proposed here, and made when enough have approved.</Empty></Card>}
              {open.map((p) => <ProposalCard key={p.id} ledger={ledger} proposal={p} world={world} />)}
              {closed.length > 0 && <details><summary>Decided, withdrawn or run out: {count(closed.length)}</summary><div className={css.list} style={{ marginTop: 14 }}>{closed.map((p) => <ProposalCard key={p.id} ledger={ledger} proposal={p} world={world} />)}</div></details>}
              {proposals.hasNextPage && <Button variant="default" loading={proposals.isFetchingNextPage} onClick={() => { void proposals.fetchNextPage(); }}>Older proposals</Button>}
            </div>
          )}
        </div>
        <div data-span="5" style={{ display: 'grid', gap: 'var(--sb-gap)', alignContent: 'start' }}>
          <Card title="Who decides" tools={<Link to={`/ledgers/${ledger}/members`}>Members</Link>}>
            <Loaded query={rule} skeleton={<Lines count={3} />}>
              {(r) => (
                <>
                  <ul className={css.yes}>{r.parties.map((p) => <li key={p}><Badge tone={p === r.you ? 'good' : undefined}>{nameOf(p)}{p === r.you ? ' (you)' : ''}</Badge></li>)}</ul>
                  <p className={css.note} style={{ marginTop: 10 }}>
                    {r.parties.length > 0 && <>It takes {count(r.threshold)} of {count(r.parties.length)}. </>}
                    {r.you === null ? session && 'Your organisation has no key on this ledger: hand the one under Settings to those who decide.' : r.mayApprove ? 'Your organisation’s approval counts.' : r.mayPropose ? 'Your organisation may propose.' : 'You may look on.'}
                  </p>
                </>
              )}
            </Loaded>
          </Card>
          <Card title="Settings in force">
            <Loaded query={settings}>{(s) => <dl className={ui.facts}>{s.items.map((i) => <div key={i.name} style={{ display: 'contents' }}><dt>{settingName(i.name)}</dt><dd className={css.value}>{settingValue(i.name, i.value, nameOf)}{i.default && <span style={{ color: 'var(--sb-text-2)' }}> (usual)</span>}</dd></div>)}</dl>}</Loaded>
          </Card>
          <Card title="How it came about" note="Every change of a setting, the newest first.">
            <Loaded query={settings}>{(s) => <Timeline ledger={ledger} settings={s.items} nameOf={nameOf} />}</Loaded>
          </Card>
        </div>
      </div>
      {proposing && rule.data?.mayPropose && settings.data && members && <ProposeDialog ledger={ledger} first={proposing} settings={settings.data.items} members={members} nameOf={nameOf} opened close={() => propose(null)} />}
    </Page>
  );
}

const shown = 8;

function Timeline({ ledger, settings, nameOf }: { ledger: string; settings: Setting[]; nameOf: (party: string) => string }) {
  const [everything, show] = useState(false);
  const entries = entriesOf(settings);
  return (
    <>
      <ol className={css.timeline}>
        {entries.slice(0, everything ? undefined : shown).map((e) => (
          <li key={e.key} className={css.entry}>
            <div className={css.head}><Link to={e.transaction ? `/ledgers/${ledger}/transactions/${e.transaction}` : `/ledgers/${ledger}/blocks/${e.block}`}>Block {count(e.block)}</Link><span className={css.note}><Time at={e.time} /></span></div>
            {e.block === 0 ? <p>Founded by {nameOf(e.by ?? '?')}</p> : e.changes.map((c) => <p key={c.name}>{settingName(c.name)}: {settingValue(c.name, c.value, nameOf)}</p>)}
            {e.block > 0 && <p className={css.note}>{e.approvals.length > 1 ? `Approved by ${e.approvals.map((a) => nameOf(a.party)).join(', ')}` : `By ${nameOf(e.by ?? '?')}`}</p>}
          </li>
        ))}
      </ol>
      {!everything && entries.length > shown && <Button variant="default" size="xs" mt={12} onClick={() => show(true)}>{plural(entries.length - shown, 'older change')}</Button>}
    </>
  );
}
