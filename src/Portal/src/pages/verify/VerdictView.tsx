import type { ReactNode } from 'react';
import { CheckIcon, CrossIcon, WarningIcon } from '../../components/icons';
import { judge } from '../../verify/trust';
import type { Verdict } from '../../verify/verdict';
import { useFollowed } from './following';
import { usePins } from './pins';
import { TrustCard } from './TrustCard';
import css from './verify.module.css';
import { WayPicture } from './WayPicture';
import { headline, proven, trusted } from './words';

/** A verdict as people read it: one sentence, what is proven and what is trusted, the picture, and every computation. */
export function VerdictView({ verdict, names = {}, note, subject, tools }: { verdict: Verdict; names?: Record<string, string>; note?: ReactNode; subject?: ReactNode; tools?: ReactNode }) {
  const pins = usePins();
  const followed = useFollowed(verdict.seal, pins);
  const trust = verdict.ok && verdict.seal ? judge(verdict.seal, pins, followed) : null;
  const { tone, text } = headline(verdict, trust);
  const failed = verdict.steps.filter((s) => !s.ok).length;
  return (
    <div data-testid="verify" data-ok={verdict.ok} data-tone={tone}>
      <div className={css.verdict} data-tone={tone} role="status">
        {tone === 'good' ? <CheckIcon size={26} /> : tone === 'bad' ? <CrossIcon size={26} /> : <WarningIcon size={26} />}
        <div>
          {tone === 'bad' ? 'Not verified. ' : tone === 'good' ? 'Verified. ' : ''}{text}
          <small>{note ?? (verdict.ok
            ? `Computed in this browser in ${Math.max(1, Math.round(verdict.milliseconds))} ms, without asking any server whether it is true.${trust?.state === 'open' ? ' Whether they are the right ones, you decide below.' : ''}`
            : `${failed} of ${verdict.steps.length} checks failed. Keep the file as it is, and ask whoever gave it to you.`)}</small>
        </div>
      </div>
      {tools}
      {subject}
      {verdict.ok && (
        <div className={css.two}>
          <Said title="Proven by the file" items={proven(verdict)} />
          <Said title="For you to trust" items={trusted(verdict, trust)} />
        </div>
      )}
      {trust && <TrustCard seal={verdict.seal!} trust={trust} pin={pins.find((p) => p.ledger === verdict.seal!.ledger)} names={names} />}
      {verdict.way && <section aria-label="The proof as a picture" className={css.part}><h2>{verdict.way.kind === 'history' ? 'From the transaction to the signatures' : 'From the value to the signatures'}</h2><WayPicture key={`${verdict.way.leaf.hash}${verdict.way.root}`} verdict={verdict} way={verdict.way} names={names} /></section>}
      <section aria-label="Every check" className={css.part}>
        <h2>Every check</h2>
        <ol className={css.steps}>
          {verdict.steps.map((step) => (
            <li key={step.id} className={css.step} data-testid={`step-${step.id}`} data-ok={step.ok}>
              <span className={css.mark} data-ok={step.ok} role="img" aria-label={step.ok ? 'passed' : 'failed'}>{step.ok ? <CheckIcon size={16} /> : <CrossIcon size={16} />}</span>
              <div>
                <h3>{step.title}</h3>
                <p>{step.explanation}</p>
                <dl className={css.facts}>{step.facts.map((fact, i) => <div key={`${fact.label}${i}`} style={{ display: 'contents' }}><dt>{fact.label}</dt><dd>{fact.value}</dd></div>)}</dl>
              </div>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function Said({ title, items }: { title: string; items: string[] }) {
  return <section className={css.said}><h2>{title}</h2><ul>{items.map((item) => <li key={item}>{item}</li>)}</ul></section>;
}
