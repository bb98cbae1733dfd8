import { memo, useMemo } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import type { Site, Usage } from '../../api/types';
import { Chart } from '../../charts/Chart';
import { ChartCard } from '../../charts/ChartCard';
import { axisText, tooltip } from '../../charts/options';
import { faded, usePalette } from '../../charts/palette';
import { Empty } from '../../components/ui';
import { percent, quantityText } from '../../format/numbers';
import { sankeyOf } from './balance';

/** Where the electricity came from and which meters account for it. */
export const SankeyCard = memo(function SankeyCard({ site, usage }: { site: Site; usage: Usage }) {
  const palette = usePalette();
  const narrow = useMediaQuery('(max-width: 560px)') ?? false;
  const sankey = useMemo(() => sankeyOf(usage, site.name), [usage, site.name]);
  const label = useMemo(() => new Map(sankey.nodes.map((n) => [n.name, n.label])), [sankey]);
  const option = useMemo(() => {
    const value = new Map<string, number>();
    for (const l of sankey.links) {
      value.set(l.target, Math.max(value.get(l.target) ?? 0, sankey.links.filter((x) => x.target === l.target).reduce((n, x) => n + x.value, 0)));
      if (!value.has(l.source)) value.set(l.source, l.value);
    }
    const colour = (hue: (typeof sankey.nodes)[number]['hue']) => (hue === 'accent' ? palette.accent : palette.hue(hue));
    const sources = new Set(sankey.links.filter((l) => l.target === 'site').map((l) => l.source));
    return {
      aria: { enabled: true },
      tooltip: { ...tooltip(palette), formatter: (p: { dataType: string; name: string; data: { source?: string; target?: string; value?: number } }) => (p.dataType === 'edge' ? `${label.get(p.data.source!)} → ${label.get(p.data.target!)}\n${quantityText(p.data.value!, 'kWh')}, ${percent(p.data.value! / sankey.total, 1)}` : `${label.get(p.name)}\n${quantityText(value.get(p.name), 'kWh')}`) },
      series: [{
        type: 'sankey' as const, left: 2, right: narrow ? 96 : 142, top: 10, bottom: 10, nodeWidth: 12, nodeGap: 22, draggable: false, layoutIterations: 48, emphasis: { focus: 'adjacency' as const },
        lineStyle: { opacity: 0.32, curveness: 0.5 },
        data: sankey.nodes.map((n) => ({
          name: n.name, itemStyle: { color: colour(n.hue), borderWidth: 0 },
          label: { ...axisText(palette), color: palette.text, fontSize: narrow ? 11 : 12.5, lineHeight: 16, position: 'right' as const, formatter: sources.has(n.name) && narrow ? '' : (value.get(n.name) ?? 0) > sankey.total * 0.07 ? `${n.label}\n${quantityText(value.get(n.name), 'kWh')}` : n.label, overflow: 'truncate' as const, width: narrow ? 88 : 134 },
        })),
        links: sankey.links.map((l) => ({ ...l, lineStyle: { color: faded(colour(sankey.nodes.find((n) => n.name === (l.target === 'site' ? l.source : l.target))!.hue), 1) } })),
      }],
    };
  }, [sankey, palette, label, narrow]);
  const title = sankey.unaccounted === null ? 'Where it came from and went' : sankey.unaccounted < 0.005 ? 'Every kWh is accounted for' : `${percent(sankey.unaccounted, 1)} of the use is unaccounted for`;
  return (
    <ChartCard title={title} span={5} note="Electricity, from source to sub-meter." file={`${site.id}-flows-${usage.from}-${usage.to}`}
      data={() => ({ rowHeader: 'From', columns: [{ id: 'to', label: 'To', unit: '' }, { id: 'kwh', label: 'Energy', unit: 'kWh' }], rows: sankey.links.map((l) => ({ key: `${l.source} → ${l.target}`, label: label.get(l.source) ?? l.source, values: [label.get(l.target) ?? l.target, l.value] })) })}>
      {sankey.links.length === 0 ? <Empty title="No flows to show">No electricity readings arrived in this period.</Empty>
        : <Chart option={option} height={348} label={`${title}. The numbers are in the table of this card.`} />}
    </ChartCard>
  );
});
