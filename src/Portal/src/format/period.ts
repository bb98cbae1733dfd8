import { addDays, addMonths, dayMonth, daysBetween, monthYear, weekday, weekdayDay } from './times';
import type { Resolution } from '../api/types';

/** A span of local calendar days; `to` is exclusive. */
export interface Period { from: string; to: string }
export type Preset = 'today' | 'yesterday' | '7days' | 'week' | 'month' | 'lastMonth' | '30days' | 'year' | '12months';

export const presets: { id: Preset; label: string }[] = [
  { id: 'today', label: 'Today' }, { id: 'yesterday', label: 'Yesterday' }, { id: 'week', label: 'This week' }, { id: '7days', label: 'Last 7 days' },
  { id: 'month', label: 'This month' }, { id: 'lastMonth', label: 'Last month' }, { id: '30days', label: 'Last 30 days' },
  { id: 'year', label: 'This year' }, { id: '12months', label: 'Last 12 months' },
];

export function presetPeriod(preset: Preset, today: string): Period {
  const tomorrow = addDays(today, 1);
  const month = `${today.slice(0, 7)}-01`;
  switch (preset) {
    case 'today': return { from: today, to: tomorrow };
    case 'yesterday': return { from: addDays(today, -1), to: today };
    case '7days': return { from: addDays(tomorrow, -7), to: tomorrow };
    case '30days': return { from: addDays(tomorrow, -30), to: tomorrow };
    case 'week': { const monday = addDays(today, -weekday(today)); return { from: monday, to: addDays(monday, 7) }; }
    case 'month': return { from: month, to: addMonths(month, 1) };
    case 'lastMonth': return { from: addMonths(month, -1), to: month };
    case 'year': return { from: `${today.slice(0, 4)}-01-01`, to: `${Number(today.slice(0, 4)) + 1}-01-01` };
    case '12months': return { from: addMonths(month, -11), to: addMonths(month, 1) };
  }
}

const wholeMonths = (p: Period): number | null => {
  if (!p.from.endsWith('-01') || !p.to.endsWith('-01')) return null;
  const [fy = 0, fm = 0] = p.from.split('-').map(Number);
  const [ty = 0, tm = 0] = p.to.split('-').map(Number);
  return (ty - fy) * 12 + tm - fm;
};

/** The period as long as this one, `steps` later or earlier: whole months move by months, everything else by its days. */
export function shift(p: Period, steps: number): Period {
  const months = wholeMonths(p);
  if (months) return { from: addMonths(p.from, months * steps), to: addMonths(p.to, months * steps) };
  const days = daysBetween(p.from, p.to) * steps;
  return { from: addDays(p.from, days), to: addDays(p.to, days) };
}

export const previous = (p: Period): Period => shift(p, -1);

export function resolutionFor(p: Period): Resolution {
  const days = daysBetween(p.from, p.to);
  return days <= 3 ? 'hour' : days <= 92 ? 'day' : 'month';
}

/** Resolutions that draw between two and some five hundred bars for a period. */
export function resolutionsFor(p: Period): Resolution[] {
  const days = daysBetween(p.from, p.to);
  const fitting: Resolution[] = [];
  if (days <= 14) fitting.push('hour');
  if (days >= 2 && days <= 400) fitting.push('day');
  if (days > 31) fitting.push('month');
  return fitting.length ? fitting : ['day'];
}

export function periodText(p: Period): string {
  const days = daysBetween(p.from, p.to);
  const last = addDays(p.to, -1);
  if (days === 1) return `${weekdayDay(p.from, 'UTC')} ${p.from.slice(0, 4)}`;
  const months = wholeMonths(p);
  if (months === 1) return monthYear(p.from, 'UTC');
  if (months === 12 && p.from.slice(5) === '01-01') return p.from.slice(0, 4);
  if (months) return `${monthYear(p.from, 'UTC')} – ${monthYear(last, 'UTC')}`;
  return p.from.slice(0, 4) === last.slice(0, 4)
    ? `${dayMonth(p.from, 'UTC')} – ${dayMonth(last, 'UTC')} ${last.slice(0, 4)}`
    : `${dayMonth(p.from, 'UTC')} ${p.from.slice(0, 4)} – ${dayMonth(last, 'UTC')} ${last.slice(0, 4)}`;
}

const day = /^\d{4}-\d{2}-\d{2}$/;

/** Reads a period from the address bar; anything that is not a sound period is answered by the fallback. */
export function parsePeriod(from: string | null, to: string | null, fallback: Period): Period {
  if (!from || !to || !day.test(from) || !day.test(to) || Number.isNaN(Date.parse(from)) || Number.isNaN(Date.parse(to)) || from >= to) return fallback;
  return daysBetween(from, to) > 3700 ? fallback : { from, to };
}
