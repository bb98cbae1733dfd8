import { Button } from '@mantine/core';
import { type KeyboardEvent, useId, useState } from 'react';
import { CheckIcon, CrossIcon, LeftIcon, RightIcon } from '../../components/icons';
import { Id } from '../../components/ui';
import { shortId } from '../../format/ids';
import type { Verdict } from '../../verify/verdict';
import type { Way } from '../../verify/way';
import css from './way.module.css';
import { inShort, type Stage, stagesOf } from './walk';

/**
 * A proof as a picture: from one's own record, joined with a neighbour at each level, down to the root in the signed block and its signatures.
 * It is a list with words, so it reads as well as it looks; one can walk it step by step, with buttons or arrow keys.
 */
export function WayPicture({ verdict, way, names = {} }: { verdict: Verdict; way: Way; names?: Record<string, string> }) {
  const [all, setAll] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const id = useId();
  const stages = stagesOf(verdict, way, all);
  const here = at === null ? null : stages[Math.min(at, stages.length - 1)]!;
  const go = (to: number) => {
    const next = Math.max(0, Math.min(stages.length - 1, to));
    setAt(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  const arrows = (e: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
    if (step === undefined || at === null) return;
    e.preventDefault();
    go(at + step);
  };
  return (
    <div role="group" aria-label="The way of the proof" className={css.picture} onKeyDown={arrows}>
      <div className={css.guide}>
        <p className={css.told} aria-live="polite">{here ? <><strong>{here.title}.</strong> {here.text}</> : inShort(verdict, way)}</p>
        <div className={css.buttons}>
          {at === null ? <Button variant="default" size="sm" onClick={() => go(0)}>Explain step by step</Button> : (
            <>
              <Button variant="default" size="sm" disabled={at === 0} onClick={() => go(at - 1)} leftSection={<LeftIcon size={15} />}>Back</Button>
              <Button variant="default" size="sm" disabled={at >= stages.length - 1} onClick={() => go(at + 1)} rightSection={<RightIcon size={15} />}>Next</Button>
              <span className={css.place}>{at + 1} of {stages.length}</span>
            </>
          )}
        </div>
      </div>
      <ol className={css.stages}>
        {stages.map((stage, i) => (
          <li key={`${stage.kind}${stage.kind === 'join' ? stage.number : ''}`} id={`${id}-${i}`} className={css.stage} data-kind={stage.kind} data-here={at === i} aria-current={at === i ? 'step' : undefined}>
            <Drawn stage={stage} verdict={verdict} way={way} names={names} showAll={() => { setAll(true); setAt(null); }} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Drawn({ stage, verdict, way, names, showAll }: { stage: Stage; verdict: Verdict; way: Way; names: Record<string, string>; showAll: () => void }) {
  switch (stage.kind) {
    case 'record': return <Box title={stage.title} hash={way.leaf.hash} note={subjectLine(verdict, way)} />;
    case 'more': return <div className={css.more}><Button variant="subtle" size="compact-sm" onClick={showAll}>Show {stage.joins} more joins</Button></div>;
    case 'root': return <Box title={stage.title} hash={way.root} tone={way.reached ? 'good' : 'bad'} note={way.reached ? 'what was computed and what was signed are the same' : `computed ${shortId(way.levels.at(-1)?.result ?? way.leaf.hash)}`} />;
    case 'seal': return <Seals stage={stage.title} verdict={verdict} names={names} />;
    default: {
      const { level } = stage;
      const sibling = <div className={css.sibling}><span className="mono">{shortId(level.sibling)}</span><small>{level.covers}</small></div>;
      const result = <div className={css.result}><small>together</small><span className="mono">{shortId(level.result)}</span></div>;
      return (
        <div className={css.join} data-side={level.side}>
          <div className={css.left}>{level.side === 'left' ? sibling : result}</div>
          <span className={css.knot} aria-hidden="true" />
          <div className={css.right}>{level.side === 'left' ? result : sibling}</div>
        </div>
      );
    }
  }
}

function subjectLine(verdict: Verdict, way: Way): string {
  if (verdict.subject?.kind === 'transaction') return `${way.leaf.label}, ${verdict.subject.family}`;
  return way.leaf.label;
}

function Box({ title, hash, note, tone }: { title: string; hash: string; note: string; tone?: 'good' | 'bad' }) {
  return (
    <div className={css.box} data-tone={tone}>
      <strong>{tone === 'good' ? <CheckIcon size={16} /> : tone === 'bad' ? <CrossIcon size={16} /> : null}{title}</strong>
      <Id value={hash} what="fingerprint" />
      <small>{note}</small>
    </div>
  );
}

function Seals({ stage, verdict, names }: { stage: string; verdict: Verdict; names: Record<string, string> }) {
  const seal = verdict.seal!;
  return (
    <div className={css.box}>
      <strong>{stage}</strong>
      <ul className={css.seals}>
        {seal.validators.map((v) => (
          <li key={v.kid} data-signed={v.signed}>
            <span className={css.mark} role="img" aria-label={v.signed ? 'signed' : 'no valid signature'}>{v.signed ? <CheckIcon size={14} /> : <CrossIcon size={14} />}</span>
            <span>{names[v.kid] ?? <span className="mono">{shortId(v.kid)}</span>}</span>
          </li>
        ))}
      </ul>
      {seal.engine !== 'log' && <small>{seal.needed} of {seal.validators.length} needed</small>}
    </div>
  );
}
