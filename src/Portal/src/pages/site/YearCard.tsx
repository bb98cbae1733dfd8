import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { memo, useMemo } from 'react';
import { queries } from '../../api/queries';
import type { Site, Usage } from '../../api/types';
import { Chart } from '../../charts/Chart';
import { ChartCard } from '../../charts/ChartCard';
import { axisText, heatScales, tooltip } from '../../charts/options';
import { usePalette } from '../../charts/palette';
import { Card, Empty, Failed } from '../../components/ui';
import { exact, quantityText } from '../../format/numbers';
import { addDays, dayIn, monthYear, weekdayDay } from '../../format/times';
import css from './site.module.css';
import { yearOf } from './year';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The last year, a square a day: seasons, weekends, holidays and what is missing at one look. */
export const YearCard = memo(function YearCard({ site, end, select }: { site: Site; end: string; select: (day: string) => void }) {
  const usage = useQuery(queries.usage(site.id, addDays(end, -365), end, 'day'));
  if (usage.error && !usage.data) return <Card title="A year of days"><Failed error={usage.error} retry={() => { void usage.refetch(); }} /></Card>;
  if (!usage.data) return <Card title="A year of days"><Skeleton height={210} /></Card>;
  return <Shown site={site} usage={usage.data} select={select} />;
});

function Shown({ site, usage, select }: { site: Site; usage: Usage; select: (day: string) => void }) {
  const palette = usePalette();
  const cells = useMemo(() => yearOf(usage, site.timeZone, dayIn(site.timeZone)), [usage, site.timeZone]);
  const known = useMemo(() => cells.filter((c) => c.value !== null), [cells]);
  const whole = known.filter((c) => c.complete);
  const most = Math.max(...whole.map((c) => c.value!), 0);
  const least = Math.min(...whole.map((c) => c.value!), most);
  const option = useMemo(() => {
    const weeks = (cells.at(-1)?.week ?? 0) + 1;
    const months = Array.from({ length: weeks }, (_, w) => { const day = cells.find((c) => c.week === w && c.day.slice(8) <= '07'); return day ? monthYear(day.day, 'UTC') : ''; });
    const cell = (c: (typeof cells)[number]) => ({ value: [c.week, c.weekday, c.value ?? 0], name: c.day });
    return {
      aria: { enabled: true },
      grid: { left: 40, right: 6, top: 6, bottom: 26 },
      tooltip: { ...tooltip(palette), formatter: (p: { name: string; seriesIndex: number; value: [number, number, number] }) => `${weekdayDay(p.name, 'UTC')} ${p.name.slice(0, 4)}\n${p.seriesIndex === 1 ? 'missing' : quantityText(p.value[2], 'kWh')}${cells.find((c) => c.day === p.name)?.complete === false && p.seriesIndex === 0 ? ', not complete' : ''}` },
      xAxis: { type: 'category' as const, data: months.map((m, i) => `${i}|${m}`), axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...axisText(palette), interval: (i: number) => months[i] !== '' && months.indexOf(months[i]!) === i, hideOverlap: true, formatter: (v: string) => v.slice(v.indexOf('|') + 1) } },
      yAxis: { type: 'category' as const, inverse: true, data: weekdays, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...axisText(palette), interval: 1 } },
      visualMap: heatScales(palette, least, most),
      series: [
        { type: 'heatmap' as const, data: known.map(cell), itemStyle: { borderWidth: 2, borderColor: palette.surface, borderRadius: 3 }, emphasis: { itemStyle: { borderColor: palette.text, borderWidth: 1.5 } } },
        { type: 'heatmap' as const, data: cells.filter((c) => c.value === null).map(cell), itemStyle: { borderColor: palette.line, borderWidth: 1, borderRadius: 3 } },
      ],
    };
  }, [cells, known, palette, least, most]);
  const peak = whole.find((c) => c.value === most);
  const title = peak ? `Highest on ${weekdayDay(peak.day, 'UTC')} ${peak.day.slice(0, 4)}` : 'A year of days';
  return (
    <ChartCard
      title={title} note="Electricity used on each day of a year, in kWh; a click opens the day." file={`${site.id}-year-${usage.from}-${usage.to}`}
      data={() => ({ rowHeader: 'Day', zone: site.timeZone, columns: [{ id: 'use', label: 'Electricity', unit: 'kWh' }], rows: cells.map((c) => ({ key: c.day, label: `${weekdayDay(c.day, 'UTC')} ${c.day.slice(0, 4)}`, values: [c.value] })) })}
    >
      {known.length === 0 ? <Empty title="No days to show">No electricity readings arrived in this year.</Empty> : (
        <>
          {whole.length > 0 && <div className={css.ramp}><span>{exact(least, 0)}</span><span className={css.rampBar} aria-hidden="true" /><span>{exact(most, 0)} kWh in a day</span></div>}
          <Chart option={option} height={186} label={`${title}: electricity used on each day of a year. The numbers are in the table of this card.`} onSelect={(e) => { if (e.name) select(e.name); }} />
        </>
      )}
    </ChartCard>
  );
}
