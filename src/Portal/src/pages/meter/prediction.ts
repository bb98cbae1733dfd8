import type { Prediction, PredictionSource } from '../../api/predictions';
import type { Period } from '../../format/period';
import { addDays, clock, daysBetween, dayMonth } from '../../format/times';

type Value = number | null;
export type PointOf = [number, Value];

export interface PredictionView {
  ends: number[]; actual: PointOf[]; posted: PointOf[]; later: PointOf[]; lower: PointOf[]; width: PointOf[]; baseline: PointOf[];
  /** What each slot's prediction comes from; null without one, undefined where the answer does not say. */ sources: (PredictionSource | null | undefined)[];
  kinds: ('posted' | 'hindcast' | 'now' | null)[];
  /** Over the slots that have both. */ counted: number; expected: number; observed: number; inside: number; banded: number;
  baselineExpected: Value; baselineObserved: Value; postedShare: number; empty: boolean;
}

const most = 62;

/** The days to ask for: those of the page, at most 62 of them, and tomorrow when today is the last, because a forecast looks ahead. */
export function daysToPredict(period: Period, today: string): Period & { cut: boolean } {
  let { from, to } = period;
  const cut = daysBetween(from, to > addDays(today, 2) ? addDays(today, 2) : to) > most;
  if (from <= today && to > today) to = addDays(today, 2);
  if (daysBetween(from, to) > most) from = addDays(to, -most);
  return { from, to, cut };
}

/** A prediction as lines in time: each value holds from its start to its end; what was on record before the fact apart from what the models say afterwards. */
export function predictionView(p: Prediction, end: number, step: (from: number) => number): PredictionView {
  const starts = p.start.map((s) => Date.parse(s));
  const ends = starts.map((t, i) => starts[i + 1] ?? Math.min(end, step(t)));
  const sources = starts.map((t, i) => (p.predicted[i] === null ? null : p.sources.find((s) => Date.parse(s.from) <= t && t < Date.parse(s.to))));
  const kinds = sources.map((s) => (s === null ? null : s?.kind ?? 'hindcast'));
  const line = (values: Value[], keep: (i: number) => boolean = () => true): PointOf[] => starts.flatMap((t, i): PointOf[] => {
    const v = keep(i) ? values[i] ?? null : null;
    const open = v !== null && (i === starts.length - 1 || !keep(i + 1) || (values[i + 1] ?? null) === null);
    return open ? [[t, v], [ends[i]!, v], [ends[i]!, null]] : [[t, v]];
  });
  const pairs = starts.map((_, i) => i).filter((i) => p.actual[i] !== null && p.predicted[i] !== null);
  const banded = pairs.filter((i) => p.lower[i] !== null && p.upper[i] !== null);
  const based = starts.map((_, i) => i).filter((i) => p.actual[i] !== null && p.baseline[i] !== null);
  const sum = (values: Value[], at: number[]) => at.reduce((n, i) => n + (values[i] ?? 0), 0);
  return {
    ends, sources, kinds, actual: line(p.actual), posted: line(p.predicted, (i) => kinds[i] === 'posted'), later: line(p.predicted, (i) => kinds[i] !== null && kinds[i] !== 'posted'),
    lower: line(p.lower), width: line(p.lower.map((l, i) => (l === null || p.upper[i] === null ? null : Math.max(0, p.upper[i]! - l)))), baseline: line(p.baseline),
    counted: pairs.length, expected: sum(p.predicted, pairs), observed: sum(p.actual, pairs), inside: banded.filter((i) => p.actual[i]! >= p.lower[i]! && p.actual[i]! <= p.upper[i]!).length, banded: banded.length,
    baselineExpected: based.length ? sum(p.baseline, based) : null, baselineObserved: based.length ? sum(p.actual, based) : null,
    postedShare: pairs.length ? pairs.filter((i) => kinds[i] === 'posted').length / pairs.length : 0,
    empty: [...p.predicted, ...p.baseline].every((v) => v === null),
  };
}

const quantityWords = { temperature: 'temperature', windSpeed: 'wind', irradiance: 'sunshine', pressure: 'air pressure' } as const;

/** The weather forecasts a prediction stands on, as people say it: `temperature and wind foretold on 21 Nov at 18:00`. Empty when it stands on the meter alone. */
export function weatherWords(source: PredictionSource | null | undefined, zone: string): string {
  const quantities = new Map<string, string[]>();
  for (const w of source?.weather ?? []) quantities.set(w.issued, [...quantities.get(w.issued) ?? [], quantityWords[w.quantity as keyof typeof quantityWords] ?? w.quantity]);
  return [...quantities].map(([issued, names]) => `${listed(names)} foretold on ${dayMonth(issued, zone)} at ${clock(issued, zone)}`).join('; ');
}

const listed = (names: string[]) => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`);
