import type { Resolution } from '../../api/types';
import { clock, dayMonth, monthYear, weekdayDay } from '../../format/times';

/** What a bucket is called on an axis and, in full, in a tooltip or table. */
export function axisLabel(start: string, resolution: Resolution, timeZone: string, days: number): string {
  if (resolution === 'month') return monthYear(start, timeZone);
  if (resolution === 'day') return days <= 14 ? weekdayDay(start, timeZone) : dayMonth(start, timeZone);
  return days <= 1 ? clock(start, timeZone) : `${weekdayDay(start, timeZone)}\n${clock(start, timeZone)}`;
}

export function fullLabel(start: string, resolution: Resolution, timeZone: string): string {
  if (resolution === 'month') return monthYear(start, timeZone);
  if (resolution === 'day') return weekdayDay(start, timeZone);
  return `${weekdayDay(start, timeZone)}, ${clock(start, timeZone)}–${clock(new Date(Date.parse(start) + 3_600_000), timeZone)}`;
}
