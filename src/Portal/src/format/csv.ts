import { saveFile } from './save';

interface Numbers { rowHeader: string; zone?: string; columns: { label: string; unit: string }[]; rows: { key: string; values: (number | string | null)[] }[] }

const field = (value: string | number | null): string => {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** RFC 4180 with a header line that names units and the time zone; missing values are empty fields. */
export function toCsv(data: Numbers): string {
  const head = [data.zone ? `${data.rowHeader} (${data.zone})` : data.rowHeader, ...data.columns.map((c) => (c.unit ? `${c.label} (${c.unit})` : c.label))];
  return [head, ...data.rows.map((r) => [r.key, ...r.values])].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}

export function saveCsv(name: string, data: Numbers): void {
  // Spreadsheets take a file for UTF-8, and m³ for m³, when it begins with this mark.
  saveFile(`${name}.csv`, `\ufeff${toCsv(data)}`, 'text/csv;charset=utf-8');
}
