import type { Baseline, BaselineDays, Prediction, PredictionSource, Savings, Scores } from '../../src/api/predictions.ts';
import type { MeterQuality } from '../../src/api/types.ts';
import { addDays, dayIn, daysBetween, startOfDay } from '../../src/format/times.ts';
import { meterSpec, slot, sum, zone } from './world.ts';

/** Forecasts, baselines and quality over the mock's world: plausible, not right. */

const hour = 3_600_000;
const day = 24 * hour;
const iso = (t: number) => new Date(t).toISOString().replace('.000', '');
const wobble = (n: number) => { const x = Math.sin(n * 12.9898) * 43758.5453; return x - Math.floor(x) - 0.5; };
const round = (v: number) => Math.round(v * 1000) / 1000;
/** The mock's weather, °C. */
const temperature = (t: number) => round(10 - 6 * Math.cos(((t - Date.UTC(2026, 0, 20)) / (365 * day)) * 2 * Math.PI) + 5 * wobble(Math.floor(t / day)));

export function prediction(meter: string, q: URLSearchParams, now: number): Prediction {
  const today = dayIn(zone, now);
  const from = q.get('from') ?? addDays(today, -7), to = q.get('to') ?? addDays(today, 2);
  const resolution = (q.get('resolution') ?? 'hour') as 'hour' | 'day';
  const starts: number[] = [];
  const end = startOfDay(to, zone).getTime();
  if (resolution === 'hour') for (let t = startOfDay(from, zone).getTime(); t < end; t += hour) starts.push(t);
  else for (let d = from; d < to; d = addDays(d, 1)) starts.push(startOfDay(d, zone).getTime());
  const length = resolution === 'hour' ? hour : day;
  const usual = starts.map((t) => sum(meter, t, t + length, Number.MAX_SAFE_INTEGER).value);
  const predicted = usual.map((v, i) => (v === null ? null : round(v * (1 + 0.12 * wobble(i + starts[0]! / hour)))));
  const sources: PredictionSource[] = [];
  const posted = addDays(today, -6);
  for (let d = from; d < to; d = addDays(d, 1)) sources.push({ from: iso(startOfDay(d, zone).getTime()), to: iso(startOfDay(addDays(d, 1), zone).getTime()), kind: d < posted ? 'hindcast' : d > today ? 'now' : 'posted', method: 'blend', weather: d < posted ? [] : [{ quantity: 'temperature', issued: iso(startOfDay(d < today ? d : today, zone).getTime() - 6 * hour) }] });
  return {
    meter, unit: meterSpec(meter)!.unit, from, to, resolution, coverage: 0.8, start: starts.map(iso), actual: starts.map((t, i) => (t + length > now ? null : usual[i]!)), predicted,
    lower: predicted.map((v) => (v === null ? null : round(v * 0.86 - 0.4))), upper: predicted.map((v) => (v === null ? null : round(v * 1.14 + 0.4))),
    baseline: usual.map((v) => (v === null || meter !== 'nimbus-main' ? null : round(v * 1.13))), baselineId: meter === 'nimbus-main' ? 'before-the-retrofit' : null, sources,
  };
}

export function scores(meter: string, now: number): Scores {
  const today = dayIn(zone, now);
  const items = Array.from({ length: 12 }, (_, i) => addDays(today, i - 12)).map((date, i) => {
    const at = startOfDay(date, zone).getTime();
    const observed = sum(meter, at, at + day, now).value ?? 0;
    const bias = round(0.16 * wobble(i));
    return { date, score: { slots: 24, measured: 24, expected: round(observed * (1 + bias)), observed, meanError: round(observed / 240), mape: 0.09, cvRmse: 0.12, bias, within: round(0.82 + 0.2 * wobble(i + 7)), weekBefore: round(observed / 180) } };
  });
  return {
    meter, unit: meterSpec(meter)!.unit, horizon: 'day', items, total: items[0]!.score,
    words: ['12 forecasts were 9 % off on average, and put on record before the fact.', 'That is 25 % better than repeating the week before.', '81 % of the hours fell within the band that was drawn to hold 80 %.'],
  };
}

const [begin, close] = [Date.UTC(2025, 5, 1), Date.UTC(2026, 5, 1)];
const model = { kind: 'coolingAndHeating', intercept: 912.4, heatingSlope: 31.2, heatingBalancePoint: 12.6, coolingSlope: 18.4, coolingBalancePoint: 17.8 };
const modelled = (c: number) => model.intercept + model.heatingSlope * Math.max(0, model.heatingBalancePoint - c) + model.coolingSlope * Math.max(0, c - model.coolingBalancePoint);
const change = Date.UTC(2026, 7, 14);

function daysOf(from: number, to: number): BaselineDays {
  const start = Array.from({ length: Math.max(0, Math.floor((to - from) / day)) }, (_, i) => from + i * day);
  return {
    start: start.map(iso), temperature: start.map(temperature), predicted: start.map((t) => round(modelled(temperature(t)))),
    observed: start.map((t, i) => (i % 61 === 40 ? null : round(modelled(temperature(t)) * (t >= change ? 0.88 : 1) + 130 * wobble(t / day + 3)))),
  };
}

export const baselines = (meter: string, transaction: string | null): Baseline[] => (meter !== 'nimbus-main' ? [] : [{
  id: 'before-the-retrofit', meter, method: 'daily', from: iso(begin), to: iso(close), data: 'kX3f9aR7tqJm2vB8sLw0pYcD5eHgUnZo1iTQ6bNM81c', block: 3, transaction, model,
  fit: { count: 359, rSquared: 0.871, adjustedRSquared: 0.868, rmse: 41.2, cvRmse: 0.0406, nmbe: 0.0003 }, verdict: { holds: true, cvRmseLimit: 0.25, cvRmseHolds: true, nmbeLimit: 0.005, nmbeHolds: true },
  warnings: [{ code: 'daysMissing', detail: '6 days of the period have no readings; they were left out.' }],
  adjustments: [{ id: 'cleanroom', from: '2026-09-01T00:00:00Z', until: '2027-01-01T00:00:00Z', energyPerDay: 42, reason: 'A second clean room went into service', energy: null, by: 'nimbus', byName: 'Nimbus Holdings', block: 4, at: '2026-09-01T08:12:00Z', transaction }],
  words: ['A day without heating or cooling takes 912 kWh.', 'Each degree that a day is colder than 12.6 °C adds 31.2 kWh.', 'Each degree that a day is warmer than 17.8 °C adds 18.4 kWh.', 'It explains 87 % of the differences between days; typically it is 4.1 % off.', 'Good enough to pay savings on: ASHRAE Guideline 14 allows 25 % of error and 0.5 % of bias.', 'One demand of the method on the data is not met; see the warning.'],
}]);
const changePoint = { at: iso(change), savedBefore: 2.1, savedAfter: 118.7 };
export const baselineDetail = (baseline: Baseline, now: number) => ({ baseline, days: daysOf(begin, close), since: daysOf(close, Math.floor(now / day) * day), changePoint });

export function savings(baseline: Baseline, now: number): Savings {
  const d = daysOf(close, Math.floor(now / day) * day);
  const known = d.start.map((_, i) => i).filter((i) => d.observed[i] !== null);
  let saved = 0;
  const cumulativeSaved = known.map((i) => { saved += d.predicted[i]! - d.observed[i]!; return round(saved); });
  const total = (v: (number | null)[]) => round(known.reduce((n, i) => n + (v[i] ?? 0), 0));
  const [adjustedBaseline, observed] = [total(d.predicted), total(d.observed)];
  return {
    meter: baseline.meter, baseline: baseline.id, unit: 'kWh', from: iso(close).slice(0, 10), to: iso(now).slice(0, 10), adjustedBaseline, observed, saved: round(saved), share: round(saved / adjustedBaseline),
    uncertainty: { confidence: 0.9, band: 1840, fraction: 0.14, referenceBand: 2110, significant: true }, periodsLeftOut: 2, adjustments: baseline.adjustments.map((a) => ({ ...a, energy: round(a.energyPerDay * Math.max(0, Math.floor((now - Date.parse(a.from)) / day))) })), changePoint,
    days: { start: known.map((i) => d.start[i]!), baseline: known.map((i) => d.predicted[i]!), observed: known.map((i) => d.observed[i]!), cumulativeSaved },
    words: [`In this weather the meter would have counted ${Math.round(adjustedBaseline)} kWh; it counted ${Math.round(observed)}: ${Math.round(saved)} kWh less.`, 'With 90 % confidence the true figure lies within 1,840 kWh of that.', 'Adjusted for A second clean room went into service.'],
  };
}

export function quality(meter: string, q: URLSearchParams, now: number): MeterQuality {
  const today = dayIn(zone, now);
  const from = q.get('from') ?? addDays(today, -34), to = q.get('to') ?? addDays(today, 1);
  const days = Array.from({ length: daysBetween(from, to) }, (_, i) => addDays(from, i)).map((d, i) => {
    const at = startOfDay(d, zone).getTime();
    const missing = slot(meter, at + 10 * hour) === null ? 0.167 : 0;
    const estimated = i % 11 === 5 ? 0.08 : 0;
    return { day: d, measured: round(1 - missing - estimated), estimated, corrected: 0, missing };
  });
  const mean = (pick: (d: (typeof days)[number]) => number) => (days.length ? round(days.reduce((n, d) => n + pick(d), 0) / days.length) : 0);
  const gap = days.findLast((d) => d.missing > 0);
  return {
    meter, from, to, measured: mean((d) => d.measured), estimated: mean((d) => d.estimated), corrected: 0, missing: mean((d) => d.missing), days,
    findings: [
      ...(gap ? [{ kind: 'gap', text: `${meterSpec(meter)!.name} sent nothing for 4 hours.`, from: iso(startOfDay(gap.day, zone).getTime() + 9 * hour), to: iso(startOfDay(gap.day, zone).getTime() + 13 * hour), value: 4, usual: null }] : []),
      ...(meter === 'nimbus-boiler-1' ? [{ kind: 'stuck', text: 'Boiler 1 heat sent the same value for 9 hours.', from: iso(now - 2 * day), to: iso(now - 2 * day + 9 * hour), value: 9, usual: 1 }] : []),
    ],
  };
}
