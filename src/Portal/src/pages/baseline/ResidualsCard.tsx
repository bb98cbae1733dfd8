import { useMemo } from 'react';
import type { BaselineDetail } from '../../api/predictions';
import type { Meter } from '../../api/types';
import { Chart } from '../../charts/Chart';
import { ChartCard } from '../../charts/ChartCard';
import { axisText, tooltip, valueAxis, zoom } from '../../charts/options';
import { faded, usePalette } from '../../charts/palette';
import { Empty } from '../../components/ui';
import { exact, unitLabel } from '../../format/numbers';
import { dayMonth, monthYear, weekdayDay } from '../../format/times';
import { hueOf } from '../../theme/commodity';
import { knownDays, smoothed } from './baseline';

/** What the model leaves over, day by day: a good one leaves noise around nothing; a step says that something changed. */
export function ResidualsCard({ meter, detail }: { meter: Meter; detail: BaselineDetail }) {
  const palette = usePalette();
  const points = useMemo(() => [...knownDays(detail.days), ...knownDays(detail.since)].map((d): [number, number] => [d.t, d.observed - d.predicted]), [detail]);
  const colour = palette.hue(hueOf(meter));
  const unit = unitLabel(meter.unit);
  const end = Date.parse(detail.baseline.to);
  const change = detail.changePoint;
  const option = useMemo(() => {
    const mark = (x: number, label: string, type: 'solid' | 'dashed', align: 'left' | 'right') => ({ xAxis: x, lineStyle: { color: type === 'solid' ? palette.warn : palette.text2, type, width: 1.5 }, label: { formatter: label, color: type === 'solid' ? palette.warn : palette.text2, fontFamily: palette.font, fontSize: 12, position: 'end' as const, align, padding: [0, 4] } });
    return {
      aria: { enabled: true },
      grid: { left: 56, right: 16, top: 30, bottom: 66 },
      tooltip: { ...tooltip(palette), trigger: 'axis' as const, axisPointer: { type: 'line' as const, lineStyle: { color: palette.text2 } }, formatter: (q: { value: [number, number] }[]) => { const [t, v] = q[0]!.value; return `${weekdayDay(t, 'UTC')} ${new Date(t).getUTCFullYear()}\n${exact(Math.abs(v), 1)} ${unit} ${v < 0 ? 'below' : 'above'} the model${q[1] ? `\n${exact(q[1].value[1], 1)} ${unit} in the mean of seven days` : ''}`; } },
      xAxis: { type: 'time' as const, axisLine: { onZero: false, lineStyle: { color: palette.line } }, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { ...axisText(palette), hideOverlap: true, formatter: (t: number) => monthYear(t, 'UTC') } },
      yAxis: valueAxis(palette, `${unit} per day`),
      dataZoom: zoom(palette, true),
      series: [
        { name: 'Left over', type: 'scatter' as const, symbolSize: 5, itemStyle: { color: faded(colour, 0.5) }, data: points },
        {
          name: 'Mean of seven days', type: 'line' as const, symbol: 'none', lineStyle: { color: palette.text, width: 2 }, itemStyle: { color: palette.text }, data: smoothed(points),
          markLine: { silent: true, symbol: 'none', data: [{ yAxis: 0, lineStyle: { color: palette.text2, type: 'solid' as const, width: 1 }, label: { show: false } }, mark(end, 'fitted to here', 'dashed', 'right'), ...(change ? [mark(Date.parse(change.at), 'changed', 'solid', 'left')] : [])] },
        },
      ],
    };
  }, [points, palette, colour, unit, end, change]);
  return (
    <ChartCard
      title={change ? `It behaves differently since ${dayMonth(change.at, 'UTC')} ${change.at.slice(0, 4)}` : 'What the model leaves over'} span={6} file={`${detail.baseline.id}-residuals`}
      note={change ? `Counted less the model. The difference went from ${exact(change.savedBefore, 1)} to ${exact(change.savedAfter, 1)} ${unit} saved a ${detail.baseline.method === 'daily' ? 'day' : 'period'}: a saving, or something that wants an adjustment.` : 'Counted less the model: noise around nothing as long as the meter behaves as it did.'}
      data={() => ({ rowHeader: 'Day', zone: 'UTC', columns: [{ id: 'r', label: 'Counted less the model', unit }], rows: points.map(([t, v]) => ({ key: new Date(t).toISOString().slice(0, 10), label: weekdayDay(t, 'UTC'), values: [Math.round(v * 1000) / 1000] })) })}
    >
      {points.length === 0 ? <Empty title="No days to show">No day of this baseline has both readings and a temperature.</Empty>
        : <Chart option={option} height={360} label="What the model leaves over, day by day. The numbers are in the table of this card." />}
    </ChartCard>
  );
}
