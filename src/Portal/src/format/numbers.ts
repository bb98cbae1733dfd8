const noBreak = '\u00a0';
const dash = '–';

/** Three significant digits with thousands separators, for cards: 12,300 · 123 · 1.23 · 0.012. */
export function compact(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 100) return new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0, maximumSignificantDigits: size >= 1000 ? 4 : 3 }).format(value);
  return new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 }).format(value);
}

/** Every digit that was recorded, for tables. */
export function exact(value: number, fractionDigits?: number): string {
  return new Intl.NumberFormat('en-GB', { maximumFractionDigits: fractionDigits ?? 9, minimumFractionDigits: fractionDigits ?? 0 }).format(value);
}

export const count = (value: number): string => new Intl.NumberFormat('en-GB').format(value);

export interface Quantity { value: string; unit: string }

const scales: Record<string, [number, string][]> = {
  kWh: [[1e9, 'TWh'], [1e6, 'GWh'], [1e3, 'MWh'], [1, 'kWh']],
  kW: [[1e6, 'GW'], [1e3, 'MW'], [1, 'kW']],
  l: [[1e3, 'm³'], [1, 'l']],
};

/** A quantity for a card: the unit follows the size (kWh to MWh at 1,000). A missing one is a dash, never a zero. */
export function quantity(value: number | null | undefined, unit: string): Quantity {
  if (value === null || value === undefined || !Number.isFinite(value)) return { value: dash, unit: unitLabel(unit) };
  const scale = scales[unit]?.find(([size]) => Math.abs(value) >= size) ?? [1, unit] as const;
  return { value: compact(value / scale[0]), unit: unitLabel(scale[1]) };
}

export function quantityText(value: number | null | undefined, unit: string): string {
  const q = quantity(value, unit);
  return `${q.value}${noBreak}${q.unit}`;
}

export function unitLabel(unit: string): string {
  return unit === 'm3' ? 'm³' : unit === 'm2' ? 'm²' : unit;
}

/** A share 0..1 as a percentage; 100 % only when nothing at all is missing. */
export function percent(share: number | null | undefined, digits = 0): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return dash;
  const factor = 10 ** digits;
  let shown = Math.round(share * 100 * factor) / factor;
  if (share < 1 && shown >= 100) shown = Math.floor(share * 100 * factor) / factor;
  if (share < 1 && shown >= 100) shown = 100 - 1 / factor;
  return `${new Intl.NumberFormat('en-GB', { minimumFractionDigits: 0, maximumFractionDigits: digits }).format(shown)}${noBreak}%`;
}

/** The change against an earlier period, or null when there is nothing to compare with. */
export function change(now: number | null | undefined, before: number | null | undefined): number | null {
  if (now === null || now === undefined || before === null || before === undefined || before === 0) return null;
  return (now - before) / Math.abs(before);
}

export function changeText(share: number): string {
  const points = Math.round(Math.abs(share) * 1000) / 10;
  if (points === 0) return `±0${noBreak}%`;
  const sign = share > 0 ? '+' : '−';
  return `${sign}${new Intl.NumberFormat('en-GB', { maximumFractionDigits: points < 10 ? 1 : 0 }).format(points)}${noBreak}%`;
}

export function bytes(value: number): string {
  return value < 1024 ? `${count(value)}${noBreak}B` : value < 1024 ** 2 ? `${compact(value / 1024)}${noBreak}KiB` : `${compact(value / 1024 ** 2)}${noBreak}MiB`;
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)}${noBreak}${n === 1 ? one : many}`;
}
