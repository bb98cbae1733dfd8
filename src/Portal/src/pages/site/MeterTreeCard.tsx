import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { queries } from '../../api/queries';
import type { Meter, Site, Usage } from '../../api/types';
import { DataTable, type TableColumn } from '../../components/DataTable';
import { Badge, Card, Empty, Failed, Lines, Swatch, Time } from '../../components/ui';
import { exact, quantityText, unitLabel } from '../../format/numbers';
import { byCommodity, commodityName, directionName, hueOf } from '../../theme/commodity';
import { total } from './balance';

interface Row { meter: Meter; depth: number; order: number; total: number | null }

const nameOf = (r: Row) => `${r.meter.name} ${r.meter.id} ${commodityName(r.meter.commodity)} ${directionName(r.meter.direction)}${r.meter.silent ? ' silent' : ''}`;

/** The site's meters in the order of their tree, with what each counted in the period. */
export function MeterTreeCard({ site, usage }: { site: Site; usage: Usage }) {
  const meters = useQuery(queries.meters(site.id));
  const rows = useMemo(() => {
    const all = meters.data?.items ?? [];
    const ids = new Set(all.map((m) => m.id));
    const totals = new Map(usage.series.map((s) => [s.meter, total(s.values)]));
    const list: Row[] = [];
    const add = (m: Meter, depth: number) => {
      list.push({ meter: m, depth, order: list.length, total: totals.get(m.id) ?? null });
      if (depth < 8) for (const child of all.filter((c) => c.parent === m.id)) add(child, depth + 1);
    };
    for (const m of all.filter((x) => !x.parent || !ids.has(x.parent)).sort(byCommodity)) add(m, 0);
    return list;
  }, [meters.data, usage]);
  const columns: TableColumn<Row>[] = useMemo(() => [
    { id: 'name', header: 'Meter', value: (r) => r.order, cell: (r) => <span style={{ display: 'inline-flex', gap: 10, alignItems: 'center', whiteSpace: 'nowrap' }}><Swatch hue={hueOf(r.meter)} /><Link to={`/sites/${site.id}/meters/${r.meter.id}`} style={{ fontWeight: 500 }}>{r.meter.name}</Link></span> },
    { id: 'what', header: 'Measures', value: (r) => commodityName(r.meter.commodity), cell: (r) => <span style={{ whiteSpace: 'nowrap' }}>{commodityName(r.meter.commodity)}, {directionName(r.meter.direction)}</span> },
    { id: 'total', header: 'In this period', numeric: true, value: (r) => r.total, cell: (r) => (r.total === null ? '–' : quantityText(r.total, r.meter.unit)) },
    { id: 'last', header: 'Last reading', numeric: true, value: (r) => r.meter.last?.value ?? null, cell: (r) => (r.meter.last ? <>{exact(r.meter.last.value, 3)} {unitLabel(r.meter.unit)}{r.meter.last.quality === 'estimated' && ' (estimated)'}</> : '–') },
    { id: 'at', header: 'At', value: (r) => r.meter.last?.start ?? null, cell: (r) => (r.meter.last ? <Time at={r.meter.last.start} relative /> : 'never') },
    { id: 'state', header: 'State', value: (r) => (r.meter.silent ? 0 : 1), cell: (r) => (r.meter.silent ? <Badge tone="warn">silent</Badge> : <Badge tone="good">reporting</Badge>) },
  ], [site.id]);
  return (
    <Card title="Meters" note="The main meters and what stands below each. Parts are not added twice." flush>
      <div style={{ marginTop: 14 }}>
        {meters.error ? <Failed error={meters.error} retry={() => { void meters.refetch(); }} /> : meters.isPending ? <div style={{ padding: '0 22px 18px' }}><Lines /></div>
          : <DataTable columns={columns} rows={rows} rowKey={(r) => r.meter.id} caption={`Meters of ${site.name}`} indent={(r) => r.depth} find={nameOf} empty={<Empty title="No meters yet">An operator registers the first meter through the API; its readings appear here as they arrive.</Empty>} />}
      </div>
    </Card>
  );
}
