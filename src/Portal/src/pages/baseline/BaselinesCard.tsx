import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Baseline, predictions } from '../../api/predictions';
import { queries } from '../../api/queries';
import type { Meter, Site } from '../../api/types';
import { DataTable, type TableColumn } from '../../components/DataTable';
import { Badge, Card, Empty, Loaded } from '../../components/ui';
import { percent } from '../../format/numbers';
import { days, mayAdjust } from './baseline';
import css from './baseline.module.css';
import { FitDialog } from './FitDialog';

/** The meter's baselines, and the way to a new one. */
export function BaselinesCard({ site, meter }: { site: Site; meter: Meter }) {
  const baselines = useQuery(predictions.baselines(meter.id));
  const session = useQuery(queries.session());
  const [opened, { open, close }] = useDisclosure(false);
  const may = mayAdjust(session.data?.role);
  const columns: TableColumn<Baseline>[] = [
    { id: 'id', header: 'Baseline', value: (b) => b.id, cell: (b) => <Link to={`/sites/${site.id}/meters/${meter.id}/baselines/${b.id}`} style={{ fontWeight: 500, whiteSpace: 'nowrap' }}>{b.id}</Link> },
    { id: 'period', header: 'Fitted to', value: (b) => b.from, cell: (b) => <span style={{ whiteSpace: 'nowrap' }}>{days(b.from, b.to)}</span> },
    { id: 'error', header: 'Typically off', numeric: true, value: (b) => b.fit.cvRmse, cell: (b) => percent(b.fit.cvRmse, 1) },
    { id: 'verdict', header: 'Guideline 14', value: (b) => Number(b.verdict.holds), cell: (b) => <Badge tone={b.verdict.holds ? 'good' : 'bad'}>{b.verdict.holds ? 'holds' : 'fails'}</Badge> },
  ];
  const fit = may && <Button size="xs" variant="default" onClick={open}>Fit a baseline</Button>;
  return (
    <Card title="Baselines" note="What the meter would have counted in today's weather had nothing changed" span={6} flush tools={baselines.data?.items.length ? fit : undefined}>
      <div className={css.table}>
        <Loaded query={baselines}>
          {({ items }) => <DataTable columns={columns} rows={items} rowKey={(b) => b.id} caption={`Baselines of ${meter.name}`}
            empty={<Empty title="No baseline yet" action={fit}>Savings are measured against a baseline: a model of the meter by outdoor temperature, fitted to the readings of a year before something changed.</Empty>} />}
        </Loaded>
      </div>
      {opened && <FitDialog site={site} meter={meter} taken={baselines.data?.items.map((b) => b.id) ?? []} close={close} />}
    </Card>
  );
}
