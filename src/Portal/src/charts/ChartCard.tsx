import { SegmentedControl, Tooltip } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { DataTable, type TableColumn } from '../components/DataTable';
import { DownloadIcon } from '../components/icons';
import { Card, ui } from '../components/ui';
import { saveCsv } from '../format/csv';
import css from './charts.module.css';

/** The numbers behind a chart: one row a bucket, one column a series. `zone` is the time zone of the rows' keys, which the file's header says. */
export interface ChartData { rowHeader: string; zone?: string; columns: { id: string; label: string; unit: string }[]; rows: { key: string; label: string; values: (number | string | null)[] }[] }

/** A chart with a title that says what it shows, its legend, and its numbers as a table or a file one click away. */
export function ChartCard({ title, note, legend, data, file, span, children, tools }: {
  title: string; note?: ReactNode; legend?: ReactNode; data: () => ChartData; file: string; span?: 4 | 5 | 6 | 7 | 8; children: ReactNode; tools?: ReactNode;
}) {
  const [view, setView] = useState<'chart' | 'table'>('chart');
  return (
    <Card
      title={title} note={note} span={span} flush={view === 'table'}
      tools={<>
        {tools}
        <SegmentedControl size="xs" value={view} onChange={(v) => setView(v as 'chart' | 'table')} data={[{ value: 'chart', label: 'Chart' }, { value: 'table', label: 'Table' }]} aria-label={`${title}: chart or table`} />
        <Tooltip label="Download the numbers as CSV" openDelay={300}>
          <button type="button" className={ui.copy} aria-label={`${title}: download the numbers as CSV`} onClick={() => saveCsv(file, data())}><DownloadIcon size={16} /></button>
        </Tooltip>
      </>}
    >
      {view === 'chart' ? <>{legend}{children}</> : <Numbers data={data()} caption={title} />}
    </Card>
  );
}

function Numbers({ data, caption }: { data: ChartData; caption: string }) {
  type Row = ChartData['rows'][number];
  const columns: TableColumn<Row>[] = [
    { id: 'row', header: data.rowHeader, value: (r) => r.key, cell: (r) => r.label },
    ...data.columns.map((c, i): TableColumn<Row> => ({
      id: c.id, header: c.unit ? `${c.label}, ${c.unit}` : c.label, numeric: true, value: (r) => r.values[i] ?? null,
      cell: (r) => { const v = r.values[i]; return v === null || v === undefined ? <span className={css.missing}>missing</span> : typeof v === 'number' ? new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 }).format(v) : v; },
    })),
  ];
  return <div style={{ maxHeight: 420, overflow: 'auto' }}><DataTable columns={columns} rows={data.rows} rowKey={(r) => r.key} caption={`${caption}, as a table`} /></div>;
}

export interface LegendItem { id: string; label: string; colour: string; note?: string; mark?: 'line' | 'dashes' }

/** A legend of buttons: a click hides or shows a series. */
export function Legend({ items, hidden, toggle }: { items: LegendItem[]; hidden: ReadonlySet<string>; toggle: (id: string) => void }) {
  return (
    <div className={css.legend} role="group" aria-label="Series">
      {items.map((item) => (
        <button key={item.id} type="button" data-print className={css.legendItem} aria-pressed={!hidden.has(item.id)} onClick={() => toggle(item.id)}>
          <svg width="12" height="12" aria-hidden="true">{item.mark ? <path d="M0 6h12" stroke={item.colour} strokeWidth="2.5" strokeDasharray={item.mark === 'dashes' ? '4 2' : undefined} /> : <rect width="12" height="12" rx="3" fill={item.colour} />}</svg>
          {item.label}{item.note && <span className={css.legendNote}>{item.note}</span>}
        </button>
      ))}
    </div>
  );
}

export function useHidden(): [ReadonlySet<string>, (id: string) => void] {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  return [hidden, (id) => setHidden((before) => { const next = new Set(before); if (!next.delete(id)) next.add(id); return next; })];
}
