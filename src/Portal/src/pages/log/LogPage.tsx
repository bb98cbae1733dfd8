import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { queries } from '../../api/queries';
import { CheckIcon, CrossIcon, DownloadIcon, WarningIcon } from '../../components/icons';
import { Badge, Card, CopyButton, Empty, Facts, Failed, Id, Lines, Loaded, Page, Time } from '../../components/ui';
import { fileName, saveFile } from '../../format/save';
import { count, plural } from '../../format/numbers';
import { dateTime } from '../../format/times';
import { toBase64Url } from '../../verify/bytes';
import { LedgerTabs } from '../ledger/LedgerTabs';
import { setPin, usePins } from '../verify/pins';
import { cosigners, type Head, readHead } from './head';
import css from './log.module.css';

/** The history as a transparency log: its signed head, that it only ever grew, and who else has seen it. */
export function LogPage() {
  const { ledger = '' } = useParams();
  const head = useQuery({ queryKey: ['log', ledger], queryFn: ({ signal }) => readHead(ledger, signal), staleTime: 5_000, refetchInterval: 60_000 });
  return (
    <Page title={<>Ledger {ledger}</>} documentTitle="Log" crumbs={[{ label: 'Overview', to: '/' }]} note="All transactions in their order, as a transparency log that any client of C2SP tlog-tiles can follow.">
      <LedgerTabs ledger={ledger} />
      <div className={css.page}>
        <Card title="The head of the log" note="What one who keeps the log today has signed">
          <Loaded query={head}>{(h) => <Signed ledger={ledger} head={h} />}</Loaded>
        </Card>
        <Card title="Only ever longer" note="Held against what this browser has seen before">
          <Loaded query={head}>{(h) => <Before head={h} />}</Loaded>
        </Card>
        <Card title="Witnesses" note="Others who sign that they see the same log">
          <Loaded query={head}>{(h) => <Witnesses ledger={ledger} head={h} />}</Loaded>
        </Card>
        <Card title="For other programs" note="Addresses and key for a client of tlog-tiles">
          <Loaded query={head}>{(h) => <Addresses ledger={ledger} head={h} />}</Loaded>
        </Card>
      </div>
    </Page>
  );
}

function Told({ tone, children }: { tone: 'good' | 'warn' | 'bad'; children: React.ReactNode }) {
  return <p className={css.told} data-tone={tone}>{tone === 'good' ? <CheckIcon size={18} /> : tone === 'bad' ? <CrossIcon size={18} /> : <WarningIcon size={18} />}<span>{children}</span></p>;
}

function Signed({ ledger, head }: { ledger: string; head: Head }) {
  const { checkpoint, signers, block } = head;
  return (
    <>
      {signers.length > 0 ? <Told tone="good">The signature of the log is genuine, checked in this browser.</Told> : <Told tone="bad">No signature of the log fits this head.</Told>}
      {block && (block.ok ? <Told tone="good">Block {count(block.number)} says the same, signed by {block.signed} of {plural(block.of, 'validator')}.</Told> : <Told tone="bad">Block {count(block.number)} says something else, or is not certified.</Told>)}
      <Facts rows={[
        ['Entries', count(checkpoint.size)], ['Root', <Id value={toBase64Url(checkpoint.root)} what="root" />],
        ...signers.map((kid) => ['Signed by', <Id value={kid} what="key id" to={`/ledgers/${ledger}/state/key/${kid}`} />] as const),
      ]} />
      <details className={css.raw}><summary>The checkpoint itself</summary><pre tabIndex={0} aria-label="Checkpoint">{head.text}</pre></details>
      <Button variant="default" size="sm" leftSection={<DownloadIcon size={16} />} onClick={() => saveFile(`${fileName(`${ledger}-${checkpoint.size}`)}.checkpoint`, head.text, 'text/plain')}>Download the checkpoint</Button>
    </>
  );
}

function Before({ head: { before, checkpoint } }: { head: Head }) {
  if (!before) return <Told tone="good">This browser has seen this log for the first time, at {plural(checkpoint.size, 'entry', 'entries')}. From now on it notices when something of it is changed or taken away.</Told>;
  const { seen, continuation } = before;
  return continuation.ok
    ? <Told tone="good">{continuation.grown === 0 ? <>Nothing has changed since {dateTime(seen.at)}.</> : <>All {count(seen.size)} entries that this browser saw on {dateTime(seen.at)} are still there, in the same order, and {count(continuation.grown)} more. The proof was checked here (RFC 9162).</>}</Told>
    : <Told tone="bad">{continuation.why} Keep both heads: together they prove it.</Told>;
}

function Witnesses({ ledger, head }: { ledger: string; head: Head }) {
  const pins = usePins();
  const pin = pins.find((p) => p.ledger === ledger);
  const pinned = pin?.witnesses ?? [];
  const asked = useQuery({ ...queries.witnesses(ledger), refetchInterval: 60_000 });
  const items = asked.data?.items ?? [];
  const found = useQuery({ queryKey: ['cosigners', head.text, pinned.join(' '), items.map((w) => `${w.key}${w.at}${w.error}`).join(' ')], queryFn: () => cosigners(head, items, pinned), enabled: !asked.isPending, networkMode: 'always', placeholderData: keepPreviousData, staleTime: Infinity });
  if (asked.error) return <Failed error={asked.error} retry={() => { void asked.refetch(); }} />;
  if (found.error) return <Failed error={found.error} />;
  if (!found.data) return <Lines count={2} />;
  if (found.data.length === 0) return <Empty title="No witness has signed this head">A witness is a stranger to the host, who signs a head only if it continues the one before. Whoever runs the host can ask some to.</Empty>;
  const keep = (key: string) => setPin({ ledger, genesis: pin?.genesis ?? null, validators: pin?.validators ?? [], witnesses: [...pinned, key], at: new Date().toISOString() });
  return (
    <ul className={css.witnesses}>
      {found.data.map((w) => (
        <li key={w.key ?? w.name}>
          <div><strong>{w.name}</strong>{w.at !== null ? <Badge tone={w.pinned ? 'good' : undefined}>{w.pinned ? 'verified' : 'verified with the host\'s key'}</Badge> : w.wrong ? <Badge tone="bad">does not fit</Badge> : w.key ? <Badge tone="warn">not under this head</Badge> : <Badge tone="warn">unknown key</Badge>}</div>
          {w.at !== null && <small>Signed this head <Time at={new Date(w.at * 1000).toISOString()} relative /></small>}
          {w.at === null && w.host?.size != null && <small>Last signed at {plural(w.host.size, 'entry', 'entries')}{w.host.at && <>, <Time at={w.host.at} relative /></>}</small>}
          {w.host?.error && <small>{w.host.error}</small>}
          {w.key && !w.pinned && <Button size="compact-sm" variant="subtle" onClick={() => keep(w.key!)}>I compared its key: pin it</Button>}
        </li>
      ))}
    </ul>
  );
}

function Addresses({ ledger, head }: { ledger: string; head: Head }) {
  const base = `${location.origin}/ledgers/${encodeURIComponent(ledger)}/log/`;
  const rows: [string, string][] = [['Log', base], ['Origin', head.checkpoint.origin], ...head.keys.map((key, i): [string, string] => [head.keys.length > 1 ? `Key ${i + 1}` : 'Key', key])];
  return <dl className={css.addresses}>{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd><span className="mono">{value}</span><CopyButton value={value} label={`Copy ${name.toLowerCase()}`} /></dd></div>)}</dl>;
}
