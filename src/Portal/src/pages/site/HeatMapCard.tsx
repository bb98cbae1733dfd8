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
import type { Period } from '../../format/period';
import { exact } from '../../format/numbers';
import { addDays, dayIn, dayMonth, daysBetween, hourIn, weekdayDay } from '../../format/times';
import { balanceOf } from './balance';
import css from './site.module.css';

const longest = 92;

/** Hours down, days across: when a building uses its electricity. Asked for by the hour, whatever the other cards show; at most a quarter of a year. */
export const HeatMapCard = memo(function HeatMapCard({ site, period }: { site: Site; period: Period }) {
  const today = dayIn(site.timeZone);
  const end = period.to > addDays(today, 1) && period.from <= today ? addDays(today, 1) : period.to;
  const from = daysBetween(period.from, end) > longest ? addDays(end, -longest) : period.from;
  const to = end;
  const usage = useQuery(queries.usage(site.id, from, to, 'hour'));
  if (usage.error && !usage.data) return <Card title="Use by hour and day"><Failed error={usage.error} retry={() => { void usage.refetch(); }} /></Card>;
  if (!usage.data) return <Card title="Use by hour and day"><Skeleton height={330} /></Card>;
  return <Shown site={site} usage={usage.data} cut={from !== period.from} />;
});

function Shown({ site, usage, cut }: { site: Site; usage: Usage; cut: boolean }) {
  const palette = usePalette();
  const use = useMemo(() => balanceOf(usage).use, [usage]);
  const cells = useMemo(() => usage.buckets.map((b, i) => ({ day: dayIn(site.timeZone, new Date(b)), hour: hourIn(site.timeZone, b), value: use[i] ?? null, start: b })), [usage, use, site.timeZone]);
  const days = useMemo(() => [...new Set(cells.map((c) => c.day))], [cells]);
  // The hour that is still running would look like the quietest.
  const past = useMemo(() => cells.filter((c) => Date.parse(c.start) + 3_600_000 <= Date.now()), [cells]);
  const known = past.filter((c) => c.value !== null);
  const most = Math.max(...known.map((c) => c.value!), 0);
  const least = Math.min(...known.map((c) => c.value!), most);
  const peak = known.find((c) => c.value === most);
  const option = useMemo(() => {
    const at = new Map(days.map((d, i) => [d, i]));
    return {
      aria: { enabled: true },
      grid: { left: 48, right: 6, top: 6, bottom: 28 },
      tooltip: { ...tooltip(palette), formatter: (p: { seriesIndex: number; value: [number, number, number] }) => `${weekdayDay(days[p.value[0]]!, 'UTC')}, ${String(p.value[1]).padStart(2, '0')}:00\n${p.seriesIndex === 0 ? `${exact(p.value[2], 1)} kWh` : 'missing'}` },
      xAxis: { type: 'category' as const, data: days.map((d) => dayMonth(d, 'UTC')), axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...axisText(palette), hideOverlap: true }, splitArea: { show: false } },
      yAxis: { type: 'category' as const, inverse: true, data: Array.from({ length: 24 }, (_, h) => `${String(h).padStart(2, '0')}:00`), axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...axisText(palette), interval: 5 } },
      visualMap: heatScales(palette, least, most),
      series: [
        { type: 'heatmap' as const, data: past.filter((c) => c.value !== null).map((c) => [at.get(c.day)!, c.hour, c.value]), itemStyle: { borderWidth: days.length > 45 ? 0.5 : 1.5, borderColor: palette.surface, borderRadius: 2 }, emphasis: { itemStyle: { borderColor: palette.text, borderWidth: 1.5 } } },
        { type: 'heatmap' as const, data: past.filter((c) => c.value === null).map((c) => [at.get(c.day)!, c.hour, 0]), itemStyle: { borderColor: palette.line, borderWidth: 1, decal: { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -0.8, color: palette.text2 } } },
      ],
    };
  }, [past, days, palette, least, most]);
  const title = peak ? `Busiest at ${String(peak.hour).padStart(2, '0')}:00 on ${weekdayDay(peak.day, 'UTC')}` : 'Use by hour and day';
  return (
    <ChartCard
      title={title} note={`Electricity used in each hour, in kWh${cut ? `; the last ${longest} days of the period` : ''}.${known.length < past.length ? ' Hatched: no readings.' : ''}`} file={`${site.id}-hours-${usage.from}-${usage.to}`}
      data={() => ({ rowHeader: 'Day', zone: site.timeZone, columns: Array.from({ length: 24 }, (_, h) => ({ id: String(h), label: `${String(h).padStart(2, '0')}:00`, unit: '' })), rows: days.map((d) => ({ key: d, label: weekdayDay(d, 'UTC'), values: Array.from({ length: 24 }, (_, h) => { const c = cells.find((x) => x.day === d && x.hour === h); return c?.value === null || c === undefined ? null : Math.round(c.value * 10) / 10; }) })) })}
    >
      {known.length === 0 ? <Empty title="No hours to show">No electricity readings arrived in this period.</Empty> : (
        <>
          <div className={css.ramp}><span>{exact(least, 1)}</span><span className={css.rampBar} aria-hidden="true" /><span>{exact(most, 1)} kWh in an hour</span></div>
          <Chart option={option} height={336} label={`${title}: electricity used by hour of the day and by day. The numbers are in the table of this card.`} />
        </>
      )}
    </ChartCard>
  );
}
