import { Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { memo, useMemo } from 'react';
import { queries } from '../../api/queries';
import type { Flows, Site } from '../../api/types';
import { Chart } from '../../charts/Chart';
import { ChartCard } from '../../charts/ChartCard';
import { axisText, tooltip } from '../../charts/options';
import { faded, usePalette } from '../../charts/palette';
import { Card, Empty, Failed } from '../../components/ui';
import { percent, quantityText } from '../../format/numbers';
import type { Period } from '../../format/period';
import { flowsView } from './flows';
import css from './site.module.css';

/** Where the energy came from, what was made of it, and which meters account for it. */
export const SankeyCard = memo(function SankeyCard({ site, period }: { site: Site; period: Period }) {
  const flows = useQuery(queries.flows(site.id, period.from, period.to));
  if (flows.error && !flows.data) return <Card title="Where it came from and went"><Failed error={flows.error} retry={() => { void flows.refetch(); }} /></Card>;
  if (!flows.data) return <Card title="Where it came from and went"><Skeleton height={480} /></Card>;
  return <Shown site={site} flows={flows.data} />;
});

function Shown({ site, flows }: { site: Site; flows: Flows }) {
  const palette = usePalette();
  const narrow = useMediaQuery('(max-width: 760px)') ?? false;
  const view = useMemo(() => flowsView(flows), [flows]);
  const option = useMemo(() => {
    const label = (id: string) => view.label.get(id) ?? id;
    const colour = (id: string) => palette.hue(view.hue.get(id) ?? 'other');
    return {
      aria: { enabled: true },
      tooltip: { ...tooltip(palette), formatter: (p: { dataType: string; name: string; data: { source?: string; target?: string; value?: number } }) => (p.dataType === 'edge' ? `${label(p.data.source!)} → ${label(p.data.target!)}\n${quantityText(p.data.value!, 'kWh')}, ${percent(p.data.value! / view.total, 1)}` : `${label(p.name)}\n${quantityText(view.through.get(p.name), 'kWh')}`) },
      series: [{
        type: 'sankey' as const, left: 2, right: 142, top: 10, bottom: 10, nodeWidth: 12, nodeGap: 16, draggable: false, layoutIterations: 48, emphasis: { focus: 'adjacency' as const },
        lineStyle: { opacity: 0.32, curveness: 0.5 },
        data: view.nodes.map((id) => ({
          name: id, itemStyle: { color: colour(id), borderWidth: 0 },
          label: { ...axisText(palette), color: palette.text, fontSize: 12.5, lineHeight: 16, position: 'right' as const, formatter: (view.through.get(id) ?? 0) > view.total * 0.07 ? `${label(id)}\n${quantityText(view.through.get(id), 'kWh')}` : label(id), overflow: 'truncate' as const, width: 134 },
        })),
        links: view.links.map((l) => ({ ...l, lineStyle: { color: faded(colour(l.source), 1) } })),
      }],
    };
  }, [view, palette]);
  const title = view.unaccounted === null ? 'Where it came from and went' : view.unaccounted < 0.005 ? 'Every kWh is accounted for' : `${percent(view.unaccounted, 1)} is unaccounted for`;
  return (
    <ChartCard title={title} note="Electricity, gas and heat, from source to sub-meter, in kWh." file={`${site.id}-flows-${flows.from}-${flows.to}`}
      data={() => ({ rowHeader: 'From', columns: [{ id: 'to', label: 'To', unit: '' }, { id: 'kwh', label: 'Energy', unit: 'kWh' }, { id: 'measured', label: 'Measured', unit: '%' }], rows: flows.links.map((l) => ({ key: `${l.source} → ${l.target}`, label: view.label.get(l.source) ?? l.source, values: [view.label.get(l.target) ?? l.target, l.kwh, Math.round(l.measured * 1000) / 10] })) })}>
      {view.links.length === 0 ? <Empty title="No flows to show">No readings of energy arrived in this period.</Empty>
        : <div className={css.flows} tabIndex={narrow ? 0 : undefined} role={narrow ? 'region' : undefined} aria-label={narrow ? 'Flows, to be moved sideways' : undefined}><Chart option={option} height={480} label={`${title}. The numbers are in the table of this card.`} /></div>}
    </ChartCard>
  );
}
