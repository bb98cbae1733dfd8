import { useMemo } from 'react';
import type { BaselineDetail } from '../../api/predictions';
import type { Meter } from '../../api/types';
import { Chart } from '../../charts/Chart';
import { ChartCard, Legend, useHidden } from '../../charts/ChartCard';
import { axisText, tooltip, valueAxis } from '../../charts/options';
import { faded, usePalette } from '../../charts/palette';
import { Empty } from '../../components/ui';
import { exact, unitLabel } from '../../format/numbers';
import { weekdayDay } from '../../format/times';
import { hueOf } from '../../theme/commodity';
import { type DayPoint, knownDays, modelLine } from './baseline';

/** Energy of each day against its temperature, with the model's line: filled, the days it was fitted to; hollow, those since. */
export function ScatterCard({ meter, detail }: { meter: Meter; detail: BaselineDetail }) {
  const palette = usePalette();
  const [hidden, toggle] = useHidden();
  const fitted = useMemo(() => knownDays(detail.days), [detail]);
  const since = useMemo(() => knownDays(detail.since), [detail]);
  const colour = palette.hue(hueOf(meter));
  const unit = unitLabel(meter.unit);
  const model = detail.baseline.model;
  const option = useMemo(() => {
    const all = [...fitted, ...since];
    const least = Math.floor(Math.min(...all.map((d) => d.temperature)));
    const most = Math.ceil(Math.max(...all.map((d) => d.temperature)));
    const dots = (days: DayPoint[]) => days.map((d) => [d.temperature, d.observed, d.t, d.predicted]);
    // An hourly model is no line: its days are drawn where it put them.
    const line = modelLine(model, least, most);
    return {
      aria: { enabled: true },
      grid: { left: 56, right: 16, top: 30, bottom: 44 },
      tooltip: {
        ...tooltip(palette), trigger: 'item' as const,
        formatter: (q: { value: number[] }) => (q.value.length < 4 ? `Model at ${exact(q.value[0]!, 1)} °C\n${exact(q.value[1]!, 1)} ${unit}` : `${weekdayDay(q.value[2]!, 'UTC')} ${new Date(q.value[2]!).getUTCFullYear()}, ${exact(q.value[0]!, 1)} °C\nCounted: ${exact(q.value[1]!, 1)} ${unit}\nModel: ${exact(q.value[3]!, 1)} ${unit}`),
      },
      xAxis: { ...valueAxis(palette, ''), min: least, max: most, name: 'Mean outdoor temperature of the day, °C', nameLocation: 'middle' as const, nameGap: 28, nameTextStyle: axisText(palette), splitLine: { show: false }, axisLine: { show: true, onZero: false, lineStyle: { color: palette.line } }, axisLabel: { ...axisText(palette), hideOverlap: true, showMaxLabel: false } },
      yAxis: { ...valueAxis(palette, `${unit} per day`), scale: true, axisLine: { show: false, onZero: false } },
      series: [
        ...(hidden.has('fitted') ? [] : [{ name: 'Fitted to', type: 'scatter' as const, symbolSize: 6, itemStyle: { color: faded(colour, 0.55) }, data: dots(fitted) }]),
        ...(hidden.has('since') ? [] : [{ name: 'Since', type: 'scatter' as const, symbol: 'emptyCircle', symbolSize: 7, itemStyle: { color: palette.warn, borderWidth: 1.5 }, data: dots(since) }]),
        ...(hidden.has('model') ? [] : line.length
          ? [{ name: 'Model', type: 'line' as const, symbol: 'none', z: 5, lineStyle: { color: palette.text, width: 2.2 }, itemStyle: { color: palette.text }, data: line }]
          : [{ name: 'Model', type: 'scatter' as const, symbol: 'diamond', symbolSize: 5, itemStyle: { color: palette.text }, data: fitted.map((d) => [d.temperature, d.predicted, d.t, d.predicted]) }]),
      ],
    };
  }, [fitted, since, hidden, palette, colour, unit, model]);
  const rows = [...fitted.map((d) => ({ d, kind: 'fitted to' })), ...since.map((d) => ({ d, kind: 'since' }))];
  return (
    <ChartCard
      title="Energy by temperature" span={6} note="One dot a day." file={`${detail.baseline.id}-by-temperature`}
      legend={<Legend hidden={hidden} toggle={toggle} items={[
        { id: 'fitted', label: 'Days it was fitted to', colour: faded(colour, 0.7), note: String(fitted.length) }, { id: 'since', label: 'Days since', colour: palette.warn, note: String(since.length) }, { id: 'model', label: 'Model', colour: palette.text, mark: 'line' },
      ]} />}
      data={() => ({ rowHeader: 'Day', zone: 'UTC', columns: [{ id: 't', label: 'Temperature', unit: '°C' }, { id: 'o', label: 'Counted', unit }, { id: 'p', label: 'Model', unit }, { id: 'k', label: 'Part', unit: '' }], rows: rows.map(({ d, kind }) => ({ key: new Date(d.t).toISOString().slice(0, 10), label: weekdayDay(d.t, 'UTC'), values: [d.temperature, d.observed, d.predicted, kind] })) })}
    >
      {rows.length === 0 ? <Empty title="No days to show">No day of this baseline has both readings and a temperature.</Empty>
        : <Chart option={option} height={360} label="Energy of each day against its temperature, with the model. The numbers are in the table of this card." />}
    </ChartCard>
  );
}
