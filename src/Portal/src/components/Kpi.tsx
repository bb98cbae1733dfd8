import type { ReactNode } from 'react';
import { change, changeText } from '../format/numbers';
import type { Hue } from '../theme/commodity';
import css from './kpi.module.css';
import { Swatch } from './ui';

/** One figure on a card. `better` says which direction of change is the good one; without it a change is just a change. */
export function Kpi({ label, value, note, hue, now, before, better, beforeLabel }: {
  label: string; value: ReactNode; note?: ReactNode; hue?: Hue; now?: number | null; before?: number | null; better?: 'less' | 'more'; beforeLabel?: string;
}) {
  const delta = change(now, before);
  const tone = delta === null || !better || Math.abs(delta) < 0.005 ? undefined : (delta < 0) === (better === 'less') ? 'good' : 'bad';
  return (
    <div className={css.kpi}>
      <div className={css.label}>{hue && <Swatch hue={hue} />}<span>{label}</span></div>
      <div className={css.value}>{value}</div>
      <div className={css.note} data-prose>
        {delta !== null && <span className={css.delta} data-tone={tone}>{changeText(delta)}</span>}
        {delta !== null && beforeLabel ? <> {beforeLabel}</> : note}
      </div>
    </div>
  );
}
