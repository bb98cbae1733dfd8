import { memo, useMemo } from 'react';
import type { Site, Usage } from '../../api/types';
import { Chart } from '../../charts/Chart';
import { ChartCard, type ChartData, Legend, useHidden } from '../../charts/ChartCard';
import { categoryAxis, tooltip, valueAxis, zoom } from '../../charts/options';
import { faded, shade, usePalette } from '../../charts/palette';
import { Empty } from '../../components/ui';
import { exact, quantityText } from '../../format/numbers';
import { daysBetween } from '../../format/times';
import { balanceOf, type Flow, total } from './balance';
import { bucketEnd } from './due';
import { axisLabel, fullLabel } from './labels';

interface RenderApi { value: (dimension: number) => number; coord: (point: [number, number]) => [number, number]; size: (size: [number, number]) => [number, number] }

/** A level mark across each bar: what the stack amounts to, or amounted to in the period before. */
function marks(name: string, values: (number | null)[], colour: string, dashed: boolean) {
  return {
    name, type: 'custom' as const, z: 5, itemStyle: { color: colour },
    data: values.flatMap((v, i) => (v === null ? [] : [[i, v]])),
    renderItem: (_: unknown, api: RenderApi) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      const half = Math.min(30, api.size([1, 0])[0] * 0.46);
      return { type: 'line' as const, shape: { x1: x - half, y1: y, x2: x + half, y2: y }, style: { stroke: colour, lineWidth: 2, ...(dashed ? { lineDash: [4, 3] } : {}) } };
    },
  };
}

const resolutionName = { hour: 'hour', day: 'day', month: 'month' } as const;

/** Use by bucket, stacked by where it came from; what leaves the site hangs below the axis. Partly missing buckets are pale, wholly missing ones are empty. */
export const UsageCard = memo(function UsageCard({ site, usage, before }: { site: Site; usage: Usage; before: Usage | null }) {
  const palette = usePalette();
  const [hidden, toggle] = useHidden();
  const balance = useMemo(() => balanceOf(usage), [usage]);
  const flows = useMemo(() => [...balance.supply, ...balance.drain], [balance]);
  const colours = useMemo(() => {
    const seen = new Map<string, number>();
    return new Map(flows.map((f) => {
      const step = f.kind === 'import' ? 0 : seen.get(`${f.hue}`) ?? (f.hue === 'electricity' && f.kind === 'export' ? 1 : 0);
      seen.set(f.hue, step + 1);
      return [f.id, shade(palette.hue(f.hue), f.kind === 'export' ? 2 : f.kind === 'storage' && f.id.endsWith('-') ? 1.6 : step, palette.surface)];
    }));
  }, [flows, palette]);
  const useBefore = useMemo(() => (before ? balanceOf(before).use : null), [before]);
  const days = daysBetween(usage.from, usage.to);

  const option = useMemo(() => {
    const shown = flows.filter((f) => !hidden.has(f.id));
    const labels = usage.buckets.map((b) => axisLabel(b, usage.resolution, site.timeZone, days));
    const bar = (f: Flow) => ({
      name: f.label, type: 'bar' as const, stack: 'flow', barMaxWidth: 44, barCategoryGap: usage.buckets.length > 60 ? '12%' : '28%', itemStyle: { color: colours.get(f.id) },
      data: f.values.map((v, i) => (v === null ? null : (f.completeness[i] ?? 1) < 0.995 && bucketEnd(usage, i) <= Date.now()
        ? { value: v, itemStyle: { color: faded(colours.get(f.id)!, 0.55) } } : v)),
    });
    const showUse = !hidden.has('use') && balance.supply.length > 1;
    return {
      aria: { enabled: true },
      grid: { left: 52, right: 12, top: 30, bottom: usage.buckets.length > 31 ? 58 : 26 },
      tooltip: {
        ...tooltip(palette), trigger: 'axis' as const, axisPointer: { type: 'shadow' as const },
        formatter: (params: { dataIndex: number }[]) => {
          const i = params[0]?.dataIndex ?? 0;
          const lines = shown.map((f) => `${f.label}: ${f.values[i] === null || f.values[i] === undefined ? 'missing' : `${exact(f.values[i]!, 1)} kWh`}${(f.completeness[i] ?? 1) < 0.995 && f.values[i] !== null && f.values[i] !== undefined ? ' (incomplete)' : ''}`);
          const used = balance.use[i];
          const then = useBefore?.[i];
          return [`${fullLabel(usage.buckets[i]!, usage.resolution, site.timeZone)}`, ...lines, ...(used === null || used === undefined ? [] : [`Used: ${exact(used, 1)} kWh`]), ...(then === null || then === undefined ? [] : [`Period before: ${exact(then, 1)} kWh`])].join('\n');
        },
      },
      xAxis: categoryAxis(palette, labels, usage.resolution === 'hour' && days > 1 ? (i) => labels[i] !== '' : 'auto'),
      yAxis: valueAxis(palette, `kWh per ${resolutionName[usage.resolution]}`),
      dataZoom: zoom(palette, usage.buckets.length > 31),
      series: [
        ...shown.map(bar),
        ...(showUse ? [marks('Used', balance.use, palette.text, false)] : []),
        ...(useBefore && !hidden.has('before') ? [marks('Used in the period before', usage.buckets.map((_, i) => useBefore[i] ?? null), palette.warn, true)] : []),
      ],
    };
  }, [flows, hidden, usage, site.timeZone, days, colours, palette, balance, useBefore]);

  const used = total(balance.use);
  const data = (): ChartData => ({
    rowHeader: 'From', zone: 'UTC', columns: [...flows.map((f) => ({ id: f.id, label: f.label, unit: 'kWh' })), { id: 'use', label: 'Used', unit: 'kWh' }, ...(useBefore ? [{ id: 'before', label: 'Period before', unit: 'kWh' }] : [])],
    rows: usage.buckets.map((b, i) => ({ key: b, label: fullLabel(b, usage.resolution, site.timeZone), values: [...flows.map((f) => f.values[i] ?? null), balance.use[i] ?? null, ...(useBefore ? [useBefore[i] ?? null] : [])] })),
  });
  const title = used === null ? 'Electricity by source' : `${quantityText(used, 'kWh')} of electricity used`;
  return (
    <ChartCard
      title={title} note={`By source, in kWh per ${resolutionName[usage.resolution]}. Below the axis: what left the site or charged a battery. Pale: readings are missing.`}
      data={data} file={`${site.id}-electricity-${usage.from}-${usage.to}`}
      legend={<Legend hidden={hidden} toggle={toggle} items={[
        ...flows.map((f) => ({ id: f.id, label: f.label, colour: colours.get(f.id)!, note: quantityText(Math.abs(total(f.values) ?? 0), 'kWh') })),
        ...(balance.supply.length > 1 ? [{ id: 'use', label: 'Used', colour: palette.text, mark: 'line' as const, note: quantityText(used, 'kWh') }] : []),
        ...(useBefore ? [{ id: 'before', label: 'Period before', colour: palette.warn, mark: 'dashes' as const, note: quantityText(total(useBefore), 'kWh') }] : []),
      ]} />}
    >
      {flows.length === 0 || flows.every((f) => f.values.every((v) => v === null))
        ? <Empty title="No electricity readings in this period">Choose another period above, or look at the meters below to see when each last reported.</Empty>
        : <Chart option={option} height={380} label={`${title}, ${usage.from} to ${usage.to}. The numbers are in the table of this card.`} />}
    </ChartCard>
  );
});
