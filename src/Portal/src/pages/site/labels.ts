import type { Resolution } from '../../api/types';
import { clock, dayMonth, monthYear, weekdayDay } from '../../format/times';

/** What a bucket is called on an axis and, in full, in a tooltip or table. */
export function axisLabel(start: string, resolution: Resolution, timeZone: string, days: number): string {
  if (resolution === 'month') return monthYear(start, timeZone);
  if (resolution === 'day') return days <= 14 ? weekdayDay(start, timeZone) : dayMonth(start, timeZone);
  const hour = clock(start, timeZone);
  // Over several days the axis names the days, where they begin.
  return days <= 1 ? hour : hour === '00:00' ? (days <= 7 ? weekdayDay(start, timeZone) : dayMonth(start, timeZone)) : days <= 3 && hour === '12:00' ? hour : '';
}

export function fullLabel(start: string, resolution: Resolution, timeZone: string): string {
  if (resolution === 'month') return monthYear(start, timeZone);
  if (resolution === 'day') return weekdayDay(start, timeZone);
  return `${weekdayDay(start, timeZone)}, ${clock(start, timeZone)}–${clock(new Date(Date.parse(start) + 3_600_000), timeZone)}`;
}
