import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../src/api/predictions';
import { knownDays, modelAt, modelLine, smoothed } from '../../src/pages/baseline/baseline';
import { daysToPredict, predictionView, weatherWords } from '../../src/pages/meter/prediction';
import { dayTone } from '../../src/pages/meter/quality';

const hour = 3_600_000;
const start = Date.UTC(2026, 10, 20);
const iso = (n: number) => new Date(start + n * hour).toISOString();
const prediction: Prediction = {
  meter: 'm', unit: 'kWh', from: '2026-11-20', to: '2026-11-21', resolution: 'hour', coverage: 0.8, start: [0, 1, 2, 3, 4].map(iso),
  actual: [10, 12, null, 9, null], predicted: [11, 10, 10, null, 8], lower: [9, 9, 9, null, 7], upper: [13, 11, 11, null, 9], baseline: [20, 20, 20, 20, null], baselineId: 'b',
  sources: [{ from: iso(0), to: iso(2), kind: 'hindcast', method: 'm', weather: [] }, { from: iso(2), to: iso(4), kind: 'posted', method: 'm', weather: [] }, { from: iso(4), to: iso(5), kind: 'now', method: 'm', weather: [] }],
};

describe('a prediction as lines', () => {
  const view = predictionView(prediction, start + 5 * hour, (t) => t + hour);
  it('keeps what was on record apart from what was worked out later', () => {
    expect(view.kinds).toEqual(['hindcast', 'hindcast', 'posted', null, 'now']);
    expect(view.posted.filter(([, v]) => v !== null)).toEqual([[start + 2 * hour, 10], [start + 3 * hour, 10]]);
    expect(view.later.filter(([, v]) => v !== null).map(([t]) => (t - start) / hour)).toEqual([0, 1, 2, 4, 5]);
  });
  it('holds the last value before a gap to its end and breaks there', () => {
    expect(view.actual).toEqual([[start, 10], [start + hour, 12], [start + 2 * hour, 12], [start + 2 * hour, null], [start + 2 * hour, null], [start + 3 * hour, 9], [start + 4 * hour, 9], [start + 4 * hour, null], [start + 4 * hour, null]]);
  });
  it('compares only what has both', () => {
    expect([view.counted, view.observed, view.expected]).toEqual([2, 22, 21]);
    expect([view.inside, view.banded]).toEqual([1, 2]);
    expect([view.baselineObserved, view.baselineExpected]).toEqual([31, 60]);
    expect(view.postedShare).toBe(0);
  });
  it('is empty where neither a prediction nor a baseline is known', () => {
    const none = prediction.start.map(() => null);
    expect(predictionView({ ...prediction, predicted: none, baseline: none, sources: [] }, start + 5 * hour, (t) => t + hour).empty).toBe(true);
  });
});

describe('the weather a prediction stands on', () => {
  const source = prediction.sources[1]!;
  it('is said by what was foretold and when, in the site\'s time', () => {
    const weather = [{ quantity: 'temperature', issued: '2026-11-21T18:00:00Z' }, { quantity: 'windSpeed', issued: '2026-11-21T18:00:00Z' }, { quantity: 'irradiance', issued: '2026-11-21T06:00:00Z' }];
    expect(weatherWords({ ...source, weather }, 'Europe/Helsinki')).toBe('temperature and wind foretold on 21 Nov at 20:00; sunshine foretold on 21 Nov at 08:00');
  });
  it('is nothing where it stands on the meter alone, or there is no prediction', () => expect([source, null, undefined].map((s) => weatherWords(s, 'UTC'))).toEqual(['', '', '']));
  it('belongs to the slots of its source', () => {
    const view = predictionView({ ...prediction, sources: [prediction.sources[0]!, { ...source, weather: [{ quantity: 'temperature', issued: iso(1) }] }] }, start + 5 * hour, (t) => t + hour);
    expect(view.sources.map((s) => s?.weather.length)).toEqual([0, 0, 1, undefined, undefined]);
  });
});

describe('the days of a prediction', () => {
  it('looks a day ahead when today is in the period', () => expect(daysToPredict({ from: '2026-11-22', to: '2026-11-23' }, '2026-11-22')).toEqual({ from: '2026-11-22', to: '2026-11-24', cut: false }));
  it('leaves the past alone', () => expect(daysToPredict({ from: '2026-10-01', to: '2026-10-08' }, '2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-10-08', cut: false }));
  it('asks for no more than 62 days', () => expect(daysToPredict({ from: '2026-01-01', to: '2027-01-01' }, '2026-11-22')).toEqual({ from: '2026-09-23', to: '2026-11-24', cut: true }));
});

describe('a baseline model', () => {
  const model = { kind: 'coolingAndHeating', intercept: 100, heatingSlope: 5, heatingBalancePoint: 12, coolingSlope: 2, coolingBalancePoint: 18 };
  it('bends at its balance points', () => {
    expect([2, 12, 15, 18, 20].map((t) => modelAt(model, t))).toEqual([150, 100, 100, 100, 104]);
    expect(modelLine(model, 2, 20)).toEqual([[2, 150], [12, 100], [18, 100], [20, 104]]);
    expect(modelLine(model, 13, 17)).toEqual([[13, 100], [17, 100]]);
  });
  it('is no line when it goes by the hour', () => expect(modelLine({ ...model, intercept: null }, 0, 20)).toEqual([]));
  it('takes only days that have everything', () => expect(knownDays({ start: [iso(0), iso(24), iso(48)], observed: [1, null, 3], predicted: [1, 2, 3], temperature: [5, 6, null] })).toEqual([{ t: start, observed: 1, predicted: 1, temperature: 5 }]));
  it('smooths over days, not over gaps', () => expect(smoothed([[0, 1], [86_400_000, 3], [30 * 86_400_000, 9]])).toEqual([[0, 1], [86_400_000, 2], [30 * 86_400_000, 9]]));
});

describe('the quality of a day', () => {
  const day = { measured: 1, estimated: 0, corrected: 0, missing: 0 };
  it('is the worst that can be said of it', () => {
    expect(dayTone(day).id).toBe('measured');
    expect(dayTone({ ...day, measured: 0.9, estimated: 0.1 }).id).toBe('estimated');
    expect(dayTone({ ...day, measured: 0.8, estimated: 0.1, missing: 0.1 }).id).toBe('missing');
    expect(dayTone({ ...day, measured: 0, missing: 1 }).id).toBe('empty');
  });
});
