import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { queries } from '../../api/queries';
import type { Meter, Reading, Site } from '../../api/types';
import { DataTable, type TableColumn } from '../../components/DataTable';
import { Badge, Card, Empty, Id, Loaded, Time } from '../../components/ui';
import { count, exact, unitLabel } from '../../format/numbers';

/** The readings as they were recorded, each with the transaction that carried it. */
export function ReadingsCard({ site, meter, from, to, csv }: { site: Site; meter: Meter; from: string; to: string; csv: string }) {
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  const page = useQuery(queries.readings(meter.id, from, to, 'raw', 20, cursors.at(-1) ?? null, 'desc'));
  const columns: TableColumn<Reading>[] = [
    { id: 'start', header: 'From', value: (r) => r.start, cell: (r) => <Time at={r.start} timeZone={site.timeZone} /> },
    { id: 'value', header: unitLabel(meter.unit), numeric: true, value: (r) => r.value, cell: (r) => (r.value === null ? '–' : exact(r.value)) },
    { id: 'quality', header: 'Quality', value: (r) => r.quality, cell: (r) => <Badge tone={r.quality === 'estimated' ? 'warn' : 'good'}>{r.quality}</Badge> },
    { id: 'transaction', header: 'Transaction', sortable: false, value: (r) => r.transaction, cell: (r) => (r.transaction ? <Id value={r.transaction} what="transaction id" to={`/ledgers/${meter.ledger}/transactions/${r.transaction}`} /> : '–') },
    { id: 'block', header: 'Block', numeric: true, value: (r) => r.block, cell: (r) => (r.block === null ? '–' : <Link to={`/ledgers/${meter.ledger}/blocks/${r.block}`}>{count(r.block)}</Link>) },
  ];
  return (
    <Card title="Readings" note="The newest first" span={7} flush tools={<Button component="a" href={csv} download={`${meter.id}.csv`} variant="default" size="xs">CSV</Button>}>
      <div style={{ marginTop: 14 }}>
        <Loaded query={page}>
          {({ items, next }) => (
            <DataTable
              columns={columns} rows={items} rowKey={(r) => r.start} caption={`Readings of ${meter.name}`}
              empty={<Empty title="No readings in this period">Choose another period above.</Empty>}
              footer={<>
                <span>Page {cursors.length}</span>
                <span style={{ display: 'flex', gap: 8 }}>
                  <Button variant="default" size="xs" disabled={cursors.length === 1} onClick={() => setCursors((c) => c.slice(0, -1))}>Back</Button>
                  <Button variant="default" size="xs" disabled={!next} onClick={() => setCursors((c) => [...c, next])}>Next</Button>
                </span>
              </>}
            />
          )}
        </Loaded>
      </div>
    </Card>
  );
}
