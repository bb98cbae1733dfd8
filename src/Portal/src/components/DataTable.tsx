import { createSortedRowModel, rowSortingFeature, sortFn_basic, tableFeatures, useTable } from '@tanstack/react-table';
import type { ColumnDef } from '@tanstack/react-table';
import { Button, TextInput } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { count } from '../format/numbers';
import { DownIcon } from './icons';
import css from './ui.module.css';

export interface TableColumn<T> {
  id: string;
  header: string;
  /** What the column sorts by, and what it shows unless `cell` says otherwise. */
  value: (row: T) => string | number | null;
  cell?: (row: T) => ReactNode;
  numeric?: boolean;
  sortable?: boolean;
}

const many = 12;
const atOnce = 50;
const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

/** A table that sorts by any column, scrolls sideways on small screens and says when it is empty. */
export function DataTable<T extends object>({ columns, rows, rowKey, caption, empty, footer, sortedBy, indent, find }: {
  columns: TableColumn<T>[]; rows: T[]; rowKey: (row: T) => string; caption: string; empty?: ReactNode; footer?: ReactNode;
  sortedBy?: { id: string; desc: boolean }; indent?: (row: T) => number;
  /** What a row is found by: given, a table of many rows gets a filter, and shows so many at once as one can read. */
  find?: (row: T) => string;
}) {
  const definitions = useMemo(() => columns.map((column): ColumnDef<typeof features, T> => ({
    id: column.id, header: column.header, accessorFn: (row: T) => column.value(row) ?? undefined, sortFn: sortFn_basic, sortUndefined: 'last', enableSorting: column.sortable !== false,
  })), [columns]);
  const [text, setText] = useState('');
  const [limit, setLimit] = useState(atOnce);
  const found = useMemo(() => (find && text.trim() ? rows.filter((row) => find(row).toLowerCase().includes(text.trim().toLowerCase())) : rows), [rows, text, find]);
  const table = useTable({ features, columns: definitions, data: found, initialState: { sorting: sortedBy ? [sortedBy] : [] } });
  const shown = new Map(columns.map((column) => [column.id, column]));
  if (rows.length === 0 && empty) return <>{empty}</>;
  const all = table.getRowModel().rows;
  const visible = find ? all.slice(0, limit) : all;
  return (
    <>
      {find && rows.length > many && <div className={css.filter}><TextInput size="sm" type="search" value={text} onChange={(e) => setText(e.currentTarget.value)} placeholder="Filter" aria-label={`Filter: ${caption}`} /><span role="status">{text.trim() ? `${count(found.length)} of ${count(rows.length)}` : count(rows.length)}</span></div>}
      <div className={css.tableWrap} tabIndex={0} role="region" aria-label={caption}>
        <table className={css.table}>
          <caption style={{ position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' }}>{caption}</caption>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {group.headers.map((header) => {
                  const column = shown.get(header.column.id)!;
                  const sorted = header.column.getIsSorted();
                  return (
                    <th key={header.id} scope="col" className={column.numeric ? css.num : undefined} aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}>
                      {column.sortable === false ? column.header : (
                        <button type="button" className={css.sort} onClick={header.column.getToggleSortingHandler()}>
                          {column.header}
                          {sorted && <DownIcon size={12} style={{ transform: sorted === 'asc' ? 'rotate(180deg)' : undefined }} />}
                        </button>
                      )}
                    </th>
                  );
                })}
              </tr>
            ))}
          </thead>
          <tbody>
            {visible.map((row) => (
              <tr key={rowKey(row.original)}>
                {columns.map((column, i) => (
                  <td key={column.id} className={column.numeric ? css.num : undefined} style={i === 0 && indent ? { paddingLeft: 22 + indent(row.original) * 22 } : undefined}>
                    {column.cell ? column.cell(row.original) : column.value(row.original) ?? '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {visible.length < all.length && <div className={css.foot}><span>{count(visible.length)} of {count(all.length)} shown</span><Button variant="default" size="xs" onClick={() => setLimit((n) => n + 5 * atOnce)}>Show more</Button></div>}
      {footer && <div className={css.foot}>{footer}</div>}
    </>
  );
}
