import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { queries } from '../../api/queries';
import type { Meter, MeterQuality, Site } from '../../api/types';
import { ChartCard } from '../../charts/ChartCard';
import { Badge, Card, Empty, Failed, Lines, Time } from '../../components/ui';
import { percent, plural } from '../../format/numbers';
import type { Period } from '../../format/period';
import { addDays, daysBetween, dayMonth, weekdayDay } from '../../format/times';
import css from './meter.module.css';
import { dayTone, findingName, tones } from './quality';

/** What stands behind the record, day by day, and what may be wrong with it. */
export const QualityCard = memo(function QualityCard({ site, meter, period, today }: { site: Site; meter: Meter; period: Period; today: string }) {
  // A strip of a few days says little: then the month before them is shown with them.
  const to = period.to > addDays(today, 1) && period.from <= today ? addDays(today, 1) : period.to;
  const days = daysBetween(period.from, to);
  const widened = days < 14;
  const quality = useQuery(queries.quality(meter.id, widened ? addDays(to, -35) : days > 400 ? addDays(to, -400) : period.from, to));
  if (quality.error && !quality.data) return <Card title="Quality of the record"><Failed error={quality.error} retry={() => { void quality.refetch(); }} /></Card>;
  if (!quality.data) return <Card title="Quality of the record"><Lines /></Card>;
  return <Shown site={site} meter={meter} quality={quality.data} widened={widened} />;
});

function Shown({ site, meter, quality: q, widened }: { site: Site; meter: Meter; quality: MeterQuality; widened: boolean }) {
  const title = q.findings.length === 0 ? 'Nothing suspicious in the record' : `${plural(q.findings.length, 'finding')} in the record`;
  const parts = [['measured', q.measured], ['estimated', q.estimated], ['corrected', q.corrected], ['missing', q.missing]] as const;
  return (
    <ChartCard
      title={title} file={`${meter.id}-quality-${q.from}-${q.to}`}
      note={<>{parts.filter(([name, share]) => name === 'measured' || share > 0).map(([name, share]) => `${percent(share, 1)} ${name}`).join(', ')}{widened && `, in the five weeks up to ${dayMonth(addDays(q.to, -1), 'UTC')}`}. Findings stand beside the ledger: nothing recorded is changed by them.</>}
      data={() => ({ rowHeader: 'Day', zone: site.timeZone, columns: parts.map(([name]) => ({ id: name, label: name, unit: '%' })), rows: q.days.map((d) => ({ key: d.day, label: weekdayDay(d.day, 'UTC'), values: [d.measured, d.estimated, d.corrected, d.missing].map((v) => Math.round(v * 1000) / 10) })) })}
    >
      {q.days.length === 0 || q.measured + q.estimated + q.corrected === 0 ? <Empty title="No readings in these days">Choose another period above: quality is judged by what arrived.</Empty> : (
        <>
          <div className={css.strip} data-fine={q.days.length > 62} role="img" aria-label={`${meter.name}: ${percent(q.measured, 1)} measured, ${percent(q.missing, 1)} missing`}>
            {q.days.map((d) => { const tone = dayTone(d); return <span key={d.day} style={{ background: tone.colour, opacity: tone.id === 'measured' ? 0.5 : 1 }} title={`${weekdayDay(d.day, 'UTC')}: ${percent(d.measured, 1)} measured, ${percent(d.missing, 1)} missing`} />; })}
          </div>
          <div className={css.ends}><span>{weekdayDay(q.from, 'UTC')}</span><span>{weekdayDay(addDays(q.to, -1), 'UTC')}</span></div>
          <div className={css.scale}>{tones.map((t) => <span key={t.id}><i style={{ background: t.colour, opacity: t.id === 'measured' ? 0.5 : 1 }} />{t.label}</span>)}</div>
        </>
      )}
      {q.findings.length > 0 && (
        <ul className={css.findings} aria-label="Findings">
          {[...q.findings].reverse().slice(0, 20).map((f) => (
            <li key={`${f.kind}${f.from}`}><Badge tone="warn">{findingName(f.kind)}</Badge><span>{f.text}</span><span className={css.when}><Time at={f.from} timeZone={site.timeZone} /> to <Time at={f.to} timeZone={site.timeZone} /></span></li>
          ))}
        </ul>
      )}
    </ChartCard>
  );
}
