import { useMemo } from 'react';
import type { ChangePoint, Savings } from '../../api/predictions';
import type { Meter } from '../../api/types';
import { Chart } from '../../charts/Chart';
import { ChartCard } from '../../charts/ChartCard';
import { axisText, tooltip, valueAxis, zoom } from '../../charts/options';
import { faded, usePalette } from '../../charts/palette';
import { Card, Empty } from '../../components/ui';
import { exact, quantityText, unitLabel } from '../../format/numbers';
import { dayMonth, weekdayDay } from '../../format/times';
import css from './baseline.module.css';

/** What was saved since the baseline, in the weather that there was, adding up. */
export function SavingsCard({ meter, savings: s, changePoint }: { meter: Meter; savings: Savings; changePoint: ChangePoint | null }) {
  const palette = usePalette();
  const unit = unitLabel(s.unit);
  const change = s.changePoint ?? changePoint;
  const option = useMemo(() => {
    const times = s.days.start.map((d) => Date.parse(d));
    return {
      aria: { enabled: true },
      grid: { left: 60, right: 16, top: 30, bottom: times.length > 60 ? 66 : 30 },
      tooltip: {
        ...tooltip(palette), trigger: 'axis' as const, axisPointer: { type: 'line' as const, lineStyle: { color: palette.text2 } },
        formatter: (q: { dataIndex: number }[]) => { const i = q[0]?.dataIndex ?? 0; return `${weekdayDay(times[i]!, 'UTC')} ${new Date(times[i]!).getUTCFullYear()}\nBaseline: ${exact(s.days.baseline[i]!, 1)} ${unit}\nCounted: ${exact(s.days.observed[i]!, 1)} ${unit}\nSaved until then: ${exact(s.days.cumulativeSaved[i]!, 0)} ${unit}`; },
      },
      xAxis: { type: 'time' as const, axisLine: { onZero: false, lineStyle: { color: palette.line } }, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { ...axisText(palette), hideOverlap: true, formatter: (t: number) => dayMonth(t, 'UTC') } },
      yAxis: valueAxis(palette, `${unit}, adding up`),
      dataZoom: zoom(palette, times.length > 60),
      series: [{
        name: 'Saved until then', type: 'line' as const, symbol: 'none', lineStyle: { color: palette.accent, width: 2.2 }, itemStyle: { color: palette.accent }, areaStyle: { color: faded(palette.accent, 0.14) }, data: times.map((t, i) => [t, s.days.cumulativeSaved[i]!]),
        markLine: { silent: true, symbol: 'none', data: [{ yAxis: 0, lineStyle: { color: palette.text2, type: 'solid' as const, width: 1 }, label: { show: false } }, ...(change ? [{ xAxis: Date.parse(change.at), lineStyle: { color: palette.warn, type: 'solid' as const, width: 1.5 }, label: { formatter: 'changed', color: palette.warn, fontFamily: palette.font, fontSize: 12, position: 'end' as const } }] : [])] },
      }],
    };
  }, [s, palette, unit, change]);
  if (s.days.start.length === 0) return <Card title="Savings"><Empty title="No days since the baseline yet">{s.words[0] ?? 'Savings appear once a day after the baseline period has both readings and temperatures.'}</Empty></Card>;
  const title = `${quantityText(Math.abs(s.saved), s.unit)} ${s.saved >= 0 ? 'saved' : 'used beyond the baseline'}${s.uncertainty ? `, give or take ${quantityText(s.uncertainty.band, s.unit)}${s.uncertainty.significant ? '' : ': too little to tell yet'}` : ''}`;
  return (
    <ChartCard
      title={title} file={`${meter.id}-savings-${s.baseline}`} note={`${dayMonth(s.from, 'UTC')} ${s.from.slice(0, 4)} until ${dayMonth(s.to, 'UTC')} ${s.to.slice(0, 4)}, in the weather there was.`}
      data={() => ({ rowHeader: 'Day', zone: 'UTC', columns: [{ id: 'b', label: 'Baseline', unit }, { id: 'o', label: 'Counted', unit }, { id: 's', label: 'Saved until then', unit }], rows: s.days.start.map((d, i) => ({ key: d.slice(0, 10), label: weekdayDay(d, 'UTC'), values: [s.days.baseline[i]!, s.days.observed[i]!, s.days.cumulativeSaved[i]!] })) })}
    >
      <div className={css.words} style={{ marginBottom: 14 }}>{s.words.map((w) => <p key={w}>{w}</p>)}</div>
      <Chart option={option} height={300} label={`${title}. The numbers are in the table of this card.`} />
    </ChartCard>
  );
}
