import type { Usage } from '../../api/types';
import { addDays, dayIn, weekday } from '../../format/times';
import { balanceOf } from './balance';

/** One day of a year's map: weeks across, weekdays down. */
export interface DayCell { day: string; week: number; weekday: number; value: number | null; complete: boolean }

/** The days of a usage by the day, placed in weeks that begin on Monday; days of the future are left out. */
export function yearOf(usage: Usage, timeZone: string, today: string): DayCell[] {
  const use = balanceOf(usage).use;
  const first = usage.from;
  const monday = addDays(first, -weekday(first));
  return usage.buckets.flatMap((bucket, i): DayCell[] => {
    const day = dayIn(timeZone, new Date(bucket));
    if (day > today) return [];
    const since = Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${monday}T00:00:00Z`)) / 86_400_000);
    const completeness = usage.series.filter((s) => s.commodity === 'electricity').map((s) => s.completeness[i] ?? 0);
    return [{ day, week: Math.floor(since / 7), weekday: since % 7, value: use[i] ?? null, complete: day < today && completeness.every((c) => c >= 0.9995) }];
  });
}
