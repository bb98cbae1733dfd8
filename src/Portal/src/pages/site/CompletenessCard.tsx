import { useQuery } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { memo, useState } from 'react';
import { Link } from 'react-router';
import { queries } from '../../api/queries';
import type { Site, Usage } from '../../api/types';
import { ChartCard } from '../../charts/ChartCard';
import { Empty, Time } from '../../components/ui';
import { count, percent } from '../../format/numbers';
import type { Period } from '../../format/period';
import { byCommodity } from '../../theme/commodity';
import { dueBuckets } from './due';
import { fullLabel } from './labels';
import css from './site.module.css';

const tones = [
  { from: 0.9995, label: 'complete', colour: 'var(--sb-good)' },
  { from: 0.5, label: 'some missing', colour: 'var(--sb-c-sun)' },
  { from: 0.0001, label: 'most missing', colour: 'var(--sb-c-gas)' },
  { from: -1, label: 'all missing', colour: 'var(--sb-bad)' },
];
const tone = (share: number) => tones.find((t) => share >= t.from)!;

const atOnce = 24;

/** One strip a meter: what arrived of what was expected, bucket by bucket; the longest gaps by name below. */
export const CompletenessCard = memo(function CompletenessCard({ site, usage, period }: { site: Site; usage: Usage; period: Period }) {
  const gaps = useQuery(queries.gaps(site.id, period.from, period.to));
  const past = dueBuckets(usage).map((i) => ({ b: usage.buckets[i]!, i }));
  const share = (values: number[]) => (past.length ? past.reduce((n, { i }) => n + (values[i] ?? 0), 0) / past.length : null);
  const missing = usage.series.filter((s) => (share(s.completeness) ?? 1) < 0.9995).length;
  const longest = [...(gaps.data?.items ?? [])].sort((a, b) => b.missingSlots - a.missingSlots).slice(0, 5);
  // Of many, those first of which most is missing.
  const strips = usage.series.length > atOnce ? [...usage.series].sort((a, b) => (share(a.completeness) ?? 1) - (share(b.completeness) ?? 1)) : [...usage.series].sort(byCommodity);
  const [everything, show] = useState(false);
  const name = new Map(usage.series.map((s) => [s.meter, s.name]));
  return (
    <ChartCard
      title={usage.series.length === 0 ? 'Completeness' : missing === 0 ? 'Every expected reading is there' : `Readings are missing from ${count(missing)} of ${count(usage.series.length)} meters`}
      note="What arrived of what each meter should have sent." file={`${site.id}-completeness-${usage.from}-${usage.to}`}
      data={() => ({ rowHeader: 'From', zone: 'UTC', columns: usage.series.map((s) => ({ id: s.meter, label: s.name, unit: '%' })), rows: past.map(({ b, i }) => ({ key: b, label: fullLabel(b, usage.resolution, site.timeZone), values: usage.series.map((s) => Math.round((s.completeness[i] ?? 0) * 1000) / 10) })) })}
    >
      {usage.series.length === 0 || past.length === 0 ? <Empty title="Nothing was due yet">Completeness shows once the first interval of the period is over.</Empty> : (
        <>
          <div className={css.stripes}>
            {strips.slice(0, everything ? undefined : atOnce).map((s) => (
              <div key={s.meter} style={{ display: 'contents' }}>
                <Link className={css.stripeName} to={`/sites/${site.id}/meters/${s.meter}`} title={s.name}>{s.name}</Link>
                <div className={css.stripe} data-fine={past.length > 62} role="img" aria-label={`${s.name}: ${percent(share(s.completeness), 1)} complete`}>
                  {past.map(({ b, i }) => { const c = s.completeness[i] ?? 0; return <span key={b} className={css.cell} style={{ background: tone(c).colour, opacity: c >= 0.9995 ? 0.5 : 1 }} title={`${fullLabel(b, usage.resolution, site.timeZone)}: ${percent(c, 1)}, ${tone(c).label}`} />; })}
                </div>
                <span className={css.share}>{percent(share(s.completeness), 1)}</span>
              </div>
            ))}
          </div>
          {strips.length > atOnce && <Button variant="default" size="xs" mt={14} onClick={() => show(!everything)}>{everything ? 'Only those with the most missing' : `All ${count(strips.length)} meters`}</Button>}
          <div className={css.scale}>{tones.map((t) => <span key={t.label}><i style={{ background: t.colour, opacity: t.label === 'complete' ? 0.5 : 1 }} />{t.label}</span>)}</div>
          {longest.length > 0 && (
            <ul className={css.gapList} aria-label="Longest gaps">
              {longest.map((g) => (
                <li key={`${g.meter}${g.start}`}><Link to={`/sites/${site.id}/meters/${g.meter}`}>{name.get(g.meter) ?? g.meter}</Link><span>no readings from <Time at={g.start} timeZone={site.timeZone} /> to <Time at={g.end} timeZone={site.timeZone} /> ({count(g.missingSlots)} missing)</span></li>
              ))}
            </ul>
          )}
        </>
      )}
    </ChartCard>
  );
});
