import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { memo, useMemo } from 'react';
import { body, GET } from '../../api/client';
import type { Meter, Page, Reading, Resolution, Site } from '../../api/types';
import { Chart } from '../../charts/Chart';
import { ChartCard } from '../../charts/ChartCard';
import { axisText, tooltip, valueAxis, zoom } from '../../charts/options';
import { faded, usePalette } from '../../charts/palette';
import { Card, Empty, Failed } from '../../components/ui';
import { exact, percent, quantityText } from '../../format/numbers';
import type { Period } from '../../format/period';
import { clock, daysBetween, duration, monthYear, weekdayDay } from '../../format/times';
import { hueOf } from '../../theme/commodity';
import { curveOf, type Curve } from './curve';

/** As fine as some 1,500 points allow. */
const resolutionOf = (days: number, seconds: number): 'raw' | Resolution => ((days * 86_400) / Math.max(60, seconds) <= 1500 ? 'raw' : days <= 62 ? 'hour' : 'day');

/** All readings of a period at a resolution that stays within some thousand points. */
async function readingsOf(meter: string, from: string, to: string, resolution: 'raw' | Resolution, signal: AbortSignal): Promise<Reading[]> {
  const all: Reading[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Reading> = await body(GET('/api/v1/meters/{meter}/readings', { params: { path: { meter }, query: { from, to, resolution, limit: 200, cursor: cursor ?? undefined } }, signal }));
    all.push(...page.items);
    cursor = page.next;
  } while (cursor && all.length < 12_000);
  return all.sort((a, b) => (a.start < b.start ? -1 : 1));
}

export const LoadCurveCard = memo(function LoadCurveCard({ site, meter, from, to, period }: { site: Site; meter: Meter; from: string; to: string; period: Period }) {
  const days = daysBetween(period.from, period.to);
  const resolution = resolutionOf(days, meter.resolutionSeconds);
  const readings = useQuery({ queryKey: ['readings', meter.id, 'curve', from, to, resolution], queryFn: ({ signal }) => readingsOf(meter.id, from, to, resolution, signal), placeholderData: (before) => before, staleTime: 30_000 });
  if (readings.error && !readings.data) return <Card title="Load curve"><Failed error={readings.error} retry={() => { void readings.refetch(); }} /></Card>;
  if (!readings.data) return <Card title="Load curve"><Skeleton height={380} /></Card>;
  return <Shown site={site} meter={meter} curve={curveOf(readings.data, meter, from, to)} from={from} to={to} period={period} days={days} />;
});

function Shown({ site, meter, curve, from, to, period, days }: { site: Site; meter: Meter; curve: Curve; from: string; to: string; period: Period; days: number }) {
  const palette = usePalette();
  const colour = palette.hue(hueOf(meter));
  const option = useMemo(() => {
    const at = (t: number) => `${weekdayDay(t, site.timeZone)}, ${clock(t, site.timeZone)}`;
    return {
      aria: { enabled: true },
      grid: { left: 52, right: 14, top: 30, bottom: 70 },
      tooltip: {
        ...tooltip(palette), trigger: 'axis' as const, axisPointer: { type: 'line' as const, lineStyle: { color: palette.text2 } },
        formatter: (params: { value: [number, number | null] }[]) => {
          const t = params[0]?.value[0] ?? 0;
          const point = curve.points.findLast((p) => p.t <= t);
          return `${at(t)}\n${point === undefined || point.value === null ? 'missing' : `${exact(point.value, 3)} ${curve.unit}${point.estimated ? ', estimated' : ''}`}`;
        },
      },
      xAxis: { type: 'time' as const, min: Date.parse(from), max: Date.parse(to), axisLine: { lineStyle: { color: palette.line } }, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { ...axisText(palette), hideOverlap: true, formatter: (t: number) => (days > 62 ? monthYear(t, site.timeZone) : clock(t, site.timeZone) === '00:00' ? weekdayDay(t, site.timeZone) : clock(t, site.timeZone)) } },
      yAxis: { ...valueAxis(palette, curve.unit), scale: false },
      dataZoom: zoom(palette, true),
      series: [
        {
          name: 'Measured', type: 'line' as const, step: 'end' as const, symbol: 'none', connectNulls: false, lineStyle: { color: colour, width: 1.8 }, itemStyle: { color: colour }, areaStyle: { color: faded(colour, 0.14) },
          data: curve.line, sampling: 'lttb' as const,
          markArea: { silent: true, itemStyle: { color: palette.sunken }, label: { show: curve.gaps.length < 4, color: palette.text2, fontFamily: palette.font, fontSize: 12, formatter: 'missing', position: 'insideTop' as const }, data: curve.gaps.map(([a, b]) => [{ xAxis: a }, { xAxis: b }]) },
        },
        { name: 'Estimated', type: 'line' as const, step: 'end' as const, symbol: 'none', connectNulls: false, lineStyle: { color: palette.warn, width: 2.2, type: 'dashed' as const }, itemStyle: { color: palette.warn }, data: curve.estimated },
      ],
    };
  }, [curve, palette, colour, site.timeZone, from, to, days]);
  const title = curve.total === null ? 'Load curve' : `${quantityText(curve.total, meter.unit)}, at most ${quantityText(curve.peak, curve.unit)}`;
  return (
    <ChartCard
      title={title} file={`${meter.id}-${period.from}-${period.to}`}
      note={<>{curve.unit === 'kW' ? 'Mean power' : 'Mean rate'} of each interval, in {curve.unit}{curve.step ? <>, mostly of {duration(curve.step)}</> : null}. {curve.estimatedShare > 0 ? `${percent(curve.estimatedShare, 1)} estimated (dashed). ` : ''}{curve.gaps.length > 0 ? 'Grey: missing.' : ''}</>}
      data={() => ({ rowHeader: 'From', zone: 'UTC', columns: [{ id: 'v', label: curve.unit === 'kW' ? 'Mean power' : 'Mean rate', unit: curve.unit }, { id: 'q', label: 'Quality', unit: '' }], rows: curve.points.map((p) => ({ key: new Date(p.t).toISOString(), label: `${weekdayDay(p.t, site.timeZone)}, ${clock(p.t, site.timeZone)}`, values: [p.value, p.value === null ? null : p.estimated ? 'estimated' : 'measured'] })) })}
    >
      {curve.points.every((p) => p.value === null)
        ? <Empty title="No readings in this period">{meter.last ? 'Choose another period above: this meter has reported before.' : 'This meter has not reported yet. Give its device the credentials it was registered with.'}</Empty>
        : <Chart option={option} height={380} label={`${title}. The numbers are in the table of this card.`} />}
    </ChartCard>
  );
}
