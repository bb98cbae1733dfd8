import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { CrossIcon, DownIcon } from '../../components/icons';
import { Badge, Facts, Id, Json, Time } from '../../components/ui';
import { dateTimeSeconds } from '../../format/times';
import { checkFile, formatName } from '../../verify/file';
import { readWitnessKey } from '../../verify/note';
import { judge } from '../../verify/trust';
import type { Verdict } from '../../verify/verdict';
import { usePins } from '../verify/pins';
import { VerdictView } from '../verify/VerdictView';
import { headline } from '../verify/words';
import css from './receipts.module.css';

export interface GivenFile { key: number; name: string; text: string; wrong: string }

const badges = { good: 'verified', open: 'holds together', bad: 'not verified' } as const;

/** One file: what it is, what it proves, or what is wrong with it. */
export function CheckedFile({ file, open, ledgers, remove }: { file: GivenFile; open: boolean; ledgers: string[]; remove: () => void }) {
  const [shown, show] = useState(open);
  const pins = usePins();
  const vkeys = pins.flatMap((p) => p.witnesses);
  const checked = useQuery({
    queryKey: ['check', file.key, vkeys.join(' ')], staleTime: Infinity, gcTime: 0, retry: false, networkMode: 'always',
    queryFn: async () => (file.wrong ? { unreadable: file.wrong } : checkFile(file.text, await Promise.all(vkeys.map(readWitnessKey)))),
  });
  const result = checked.data;
  const verdict = result && 'verdict' in result ? result.verdict : null;
  const tone = !result ? null : !verdict ? 'bad' : headline(verdict, verdict.ok && verdict.seal ? judge(verdict.seal, pins) : null).tone;
  return (
    <section className={css.file} aria-label={file.name} data-testid="file" data-tone={tone ?? 'checking'}>
      <div className={css.fileHead}>
        <button type="button" className={css.fold} aria-expanded={shown} onClick={() => show(!shown)}>
          <DownIcon size={16} style={{ transform: shown ? undefined : 'rotate(-90deg)' }} />
          <span><strong>{verdict ? formatName[verdict.format] : 'A file'}</strong><small>{file.name}</small></span>
        </button>
        {tone && <Badge tone={tone === 'open' ? 'warn' : tone}>{badges[tone]}</Badge>}
        <button type="button" className={css.close} aria-label={`Remove ${file.name}`} onClick={remove}><CrossIcon size={16} /></button>
      </div>
      {shown && (
        <div className={css.fileBody}>
          {!result ? <Skeleton height={300} />
            : 'unreadable' in result ? <p className={css.unreadable} role="status" data-testid="unreadable"><CrossIcon size={20} /><span><strong>This cannot be checked.</strong> {result.unreadable}</span></p>
              : <VerdictView verdict={result.verdict} subject={<About verdict={result.verdict} ledgers={ledgers} />} />}
        </div>
      )}
    </section>
  );
}

const parsed = (text: string): unknown => { try { return JSON.parse(text); } catch { return text; } };

function About({ verdict, ledgers }: { verdict: Verdict; ledgers: string[] }) {
  const { subject, seal } = verdict;
  if (!subject) return null;
  const here = ledgers.includes(subject.ledger);
  const to = !here ? undefined : subject.kind === 'transaction' ? `/ledgers/${subject.ledger}/transactions/${subject.id}`
    : subject.kind === 'state' ? `/ledgers/${subject.ledger}/state/${subject.path}${seal?.block ? `?at=${seal.block.number}` : ''}` : undefined;
  return (
    <div className={css.about}>
      <Facts rows={[
        ['Ledger', subject.ledger],
        seal?.block != null && ['Block', <>{seal.block.number.toLocaleString('en-GB')}, <Time at={new Date(seal.block.time).toISOString()} format={dateTimeSeconds} /></>],
        ...(subject.kind === 'transaction' ? [
          ['Transaction', <Id value={subject.id} what="transaction id" to={to} />], ['Kind', <span className="mono">{subject.family}</span>], ['Signed by', <Id value={subject.signer} what="key id" />],
          ['Written', <Time at={new Date(subject.time).toISOString()} format={dateTimeSeconds} />],
        ] as const : subject.kind === 'state' ? [['Path', to ? <Link to={to} className="mono">{subject.path}</Link> : <span className="mono">{subject.path}</span>]] as const
          : [['Key', <Id value={subject.kid} what="key id" />]] as const),
      ]} />
      {subject.kind === 'transaction' && <details><summary>What it says</summary><Json value={subject.payload} /></details>}
      {subject.kind === 'state' && (subject.value === null ? <p><strong>Nothing</strong> is at this path.</p> : <details open><summary>The value</summary><Json value={parsed(subject.value)} /></details>)}
      {subject.kind === 'evidence' && <details><summary>The two statements</summary><Json value={[subject.first, subject.second]} /></details>}
    </div>
  );
}
