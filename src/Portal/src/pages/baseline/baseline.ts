import type { BaselineDays, BaselineModel } from '../../api/predictions';
import { addDays, dayMonth } from '../../format/times';

export interface DayPoint { t: number; observed: number; predicted: number; temperature: number }

/** The days that have readings, a temperature and a prediction. */
export function knownDays(days: BaselineDays): DayPoint[] {
  return days.start.flatMap((start, i) => {
    const [observed, predicted, temperature] = [days.observed[i], days.predicted[i], days.temperature[i]];
    return observed == null || predicted == null || temperature == null ? [] : [{ t: Date.parse(start), observed, predicted, temperature }];
  });
}

/** What a daily model says of a temperature; null for an hourly one, which is no line. */
export function modelAt(model: BaselineModel, temperature: number): number | null {
  if (model.intercept === null) return null;
  const beyond = (slope: number | null, kelvin: number) => (slope === null ? 0 : slope * Math.max(0, kelvin));
  return model.intercept + beyond(model.heatingSlope, (model.heatingBalancePoint ?? 0) - temperature) + beyond(model.coolingSlope, temperature - (model.coolingBalancePoint ?? 0));
}

/** The model's line over some temperatures: its ends, and where it bends. */
export function modelLine(model: BaselineModel, least: number, most: number): [number, number][] {
  if (model.intercept === null || least > most) return [];
  const bends = [model.heatingBalancePoint, model.coolingBalancePoint].filter((t): t is number => t !== null && t > least && t < most);
  return [...new Set([least, ...bends, most])].sort((a, b) => a - b).map((t) => [t, modelAt(model, t)!]);
}

/** Mean of the last seven days at each day; what a noisy line of residuals is about. */
export function smoothed(points: [number, number][], days = 7): [number, number][] {
  return points.map(([t], i) => {
    const window = points.slice(Math.max(0, i - days + 1), i + 1).filter(([s]) => t - s < days * 86_400_000);
    return [t, window.reduce((n, [, v]) => n + v, 0) / window.length];
  });
}

/** Days from a start to an exclusive end, as people say them. */
export function days(from: string, to: string): string {
  const last = addDays(to.slice(0, 10), -1);
  const first = from.slice(0, 10);
  return `${dayMonth(first, 'UTC')} ${first.slice(0, 4)} – ${dayMonth(last, 'UTC')} ${last.slice(0, 4)}`;
}

const kinds: Record<string, string> = {
  coolingAndHeating: 'By temperature, heating and cooling', heatingOnly: 'By temperature, heating', coolingOnly: 'By temperature, cooling', interceptOnly: 'The same every day', timeOfWeekAndTemperature: 'By hour of the week and temperature',
};
export const kindName = (kind: string): string => kinds[kind] ?? kind;

/** Roles that may fit and adjust baselines for their organisation. */
export const mayAdjust = (role: string | undefined): boolean => role !== undefined && ['owner', 'manager', 'operator'].includes(role);
