import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import type { Adjustment, Baseline } from '../../api/predictions';
import { queries } from '../../api/queries';
import type { Meter } from '../../api/types';
import { DataTable, type TableColumn } from '../../components/DataTable';
import { Card, Empty, Time } from '../../components/ui';
import { exact, unitLabel } from '../../format/numbers';
import { AdjustDialog } from './AdjustDialog';
import { days, mayAdjust } from './baseline';
import css from './baseline.module.css';

const wholeDays = (a: Adjustment) => [a.from, a.until].every((t) => Date.parse(t) % 86_400_000 === 0);
const signed = (value: number) => `${value < 0 ? '−' : '+'}${exact(Math.abs(value))}`;

/** The adjustments as one reads them beside savings: what, since when, by how much, why, and who says so. */
export function AdjustmentsTable({ meter, adjustments }: { meter: Meter; adjustments: Adjustment[] }) {
  const unit = unitLabel(meter.unit);
  const summed = adjustments.some((a) => a.energy !== null);
  const columns: TableColumn<Adjustment>[] = [
    { id: 'reason', header: 'Why', value: (a) => a.reason, cell: (a) => <span className={css.reason}>{a.reason}</span> },
    { id: 'period', header: 'Days (UTC)', value: (a) => a.from, cell: (a) => (wholeDays(a) ? days(a.from, a.until) : <><Time at={a.from} timeZone="UTC" /> – <Time at={a.until} timeZone="UTC" /></>) },
    { id: 'perDay', header: `${unit} a day`, numeric: true, value: (a) => a.energyPerDay, cell: (a) => signed(a.energyPerDay) },
    ...(summed ? [{ id: 'energy', header: `${unit} so far`, numeric: true, value: (a: Adjustment) => a.energy, cell: (a: Adjustment) => (a.energy === null ? '–' : signed(a.energy)) }] : []),
    {
      id: 'by', header: 'Recorded', value: (a) => a.at,
      cell: (a) => <>by {a.byName ?? a.by ?? 'a key that is not known'}{a.at && <>, <Time at={a.at} /></>}{a.transaction && <> · <Link to={`/ledgers/${meter.ledger}/transactions/${a.transaction}?tab=verify`} style={{ textDecoration: 'underline' }}>verify</Link></>}</>,
    },
  ];
  return <DataTable columns={columns} rows={adjustments} rowKey={(a) => a.id} caption={`Adjustments of the baseline of ${meter.name}`} sortedBy={{ id: 'period', desc: false }} />;
}

/** What changed that is neither weather nor saving, and the way to say so; `?adjust` in the address opens the form. */
export function AdjustmentsCard({ meter, baseline, adjustments }: { meter: Meter; baseline: Baseline; adjustments: Adjustment[] }) {
  const session = useQuery(queries.session());
  const [search, go] = useSearchParams();
  const may = mayAdjust(session.data?.role);
  const show = (open: boolean) => go((before) => { if (open) before.set('adjust', ''); else before.delete('adjust'); return before; }, { replace: true });
  const button = may && <Button size="xs" variant="default" onClick={() => show(true)}>Adjust the baseline</Button>;
  return (
    <Card title="Adjustments" note="What changed that is neither weather nor saving" flush tools={adjustments.length > 0 ? button : undefined}>
      <div className={css.table}>
        {adjustments.length === 0
          ? <Empty title="None" action={button}>A new tenant, a second shift, a machine taken away: recorded with its reason, it moves the baseline for as long as it lasts.</Empty>
          : <AdjustmentsTable meter={meter} adjustments={adjustments} />}
      </div>
      {may && search.has('adjust') && <AdjustDialog meter={meter} baseline={baseline} close={() => show(false)} />}
    </Card>
  );
}
