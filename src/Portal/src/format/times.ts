/** All times come as ISO 8601 in UTC. The visitor sees local ones (of the browser, or of a site), with UTC a hover away. */

const locale = 'en-GB';

function formatter(options: Intl.DateTimeFormatOptions, timeZone?: string): Intl.DateTimeFormat {
  const key = JSON.stringify([options, timeZone]);
  let made = formatters.get(key);
  if (!made) formatters.set(key, made = new Intl.DateTimeFormat(locale, { ...options, timeZone }));
  return made;
}
const formatters = new Map<string, Intl.DateTimeFormat>();

export const dateTime = (iso: string | number | Date, timeZone?: string): string =>
  formatter({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, timeZone).format(new Date(iso));
export const dateTimeSeconds = (iso: string | number | Date, timeZone?: string): string =>
  formatter({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }, timeZone).format(new Date(iso));
export const clock = (iso: string | number | Date, timeZone?: string): string =>
  formatter({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, timeZone).format(new Date(iso));
export const clockSeconds = (iso: string | number | Date, timeZone?: string): string =>
  formatter({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }, timeZone).format(new Date(iso));
export const dayMonth = (iso: string | number | Date, timeZone?: string): string => formatter({ day: 'numeric', month: 'short' }, timeZone).format(new Date(iso));
export const weekdayDay = (iso: string | number | Date, timeZone?: string): string => formatter({ weekday: 'short', day: 'numeric', month: 'short' }, timeZone).format(new Date(iso));
export const monthYear = (iso: string | number | Date, timeZone?: string): string => formatter({ month: 'short', year: 'numeric' }, timeZone).format(new Date(iso));

export const utc = (iso: string | number | Date): string => `${new Date(iso).toISOString().replace('T', ' ').replace('.000', '').replace('Z', '')} UTC`;

/** "just now", "4 min ago", "3 h ago", "yesterday", or the date. */
export function ago(iso: string | number | Date, now: number = Date.now()): string {
  const seconds = Math.round((now - new Date(iso).getTime()) / 1000);
  if (seconds < -90) return dateTime(iso);
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds}\u00a0s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}\u00a0min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}\u00a0h ago`;
  if (seconds < 2 * 86_400) return 'yesterday';
  if (seconds < 30 * 86_400) return `${Math.floor(seconds / 86_400)} days ago`;
  return dateTime(iso);
}

export function duration(seconds: number): string {
  if (seconds % 86_400 === 0) return `${seconds / 86_400}\u00a0d`;
  if (seconds % 3600 === 0) return `${seconds / 3600}\u00a0h`;
  if (seconds % 60 === 0) return `${seconds / 60}\u00a0min`;
  return `${seconds}\u00a0s`;
}

/** The calendar day (YYYY-MM-DD) that an instant falls on in a time zone. */
export function dayIn(timeZone: string, at: Date | number = Date.now()): string {
  const parts = formatter({ year: 'numeric', month: '2-digit', day: '2-digit' }, timeZone).formatToParts(new Date(at));
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

export function hourIn(timeZone: string, iso: string): number {
  return Number(formatter({ hour: '2-digit', hourCycle: 'h23' }, timeZone).format(new Date(iso)));
}

/** The instant at which a calendar day begins in a time zone (also on the days the clocks change). */
export function startOfDay(day: string, timeZone: string): Date {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  let guess = asUtc;
  for (let i = 0; i < 3; i++) {
    const parts = formatter({ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }, timeZone)
      .formatToParts(new Date(guess));
    const n = (type: string) => Number(parts.find((p) => p.type === type)?.value);
    const shown = Date.UTC(n('year'), n('month') - 1, n('day'), n('hour'), n('minute'), n('second'));
    const next = guess + (asUtc - shown);
    if (next === guess) break;
    guess = next;
  }
  return new Date(guess);
}

/** Calendar arithmetic on YYYY-MM-DD, free of time zones. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
/** Monday = 0 … Sunday = 6. */
export const weekday = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
