import { expect, test } from 'vitest';
import type { Usage, UsageSeries } from '../../src/api/types';
import { balanceOf, comparable, totalsOf } from '../../src/pages/site/balance';
import { flowsView } from '../../src/pages/site/flows';
import { yearOf } from '../../src/pages/site/year';
import { dueBuckets, shareReceived } from '../../src/pages/site/due';

const series = (meter: string, direction: UsageSeries['direction'], values: (number | null)[], more: Partial<UsageSeries> = {}): UsageSeries =>
  ({ meter, name: meter, commodity: 'electricity', unit: 'kWh', direction, source: null, parent: null, values, completeness: values.map((v) => (v === null ? 0 : 1)), ...more });
const usage = (all: UsageSeries[]): Usage => ({
  site: 's', timeZone: 'UTC', from: '2026-11-20', to: '2026-11-22', resolution: 'day', unit: 'kWh', buckets: ['2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'], series: all,
  totals: { importKwh: 0, exportKwh: 0, generationKwh: 0, gasM3: null, heatKwh: 0, selfConsumption: null },
});

test('use is what came in less what went out', () => {
  const balance = balanceOf(usage([
    series('main', 'import', [10, 20]), series('wind', 'generation', [5, 0], { source: 'wind' }), series('out', 'export', [2, 0]), series('battery', 'storage', [3, -4], { source: 'battery' }),
    series('lab', 'consumption', [4, 4], { parent: 'main' }), series('gas', 'import', [99, 99], { commodity: 'gas', unit: 'm3' }),
  ]));
  expect(balance.use).toEqual([10, 24]);
  expect(balance.supply.map((f) => f.id)).toEqual(['main:import', 'wind:generation', 'battery:storage']);
  expect(balance.drain.map((f) => f.values)).toEqual([[-3, 0], [-2, -0]]);
});

test('a part of a meter already counted is not counted again', () => {
  expect(balanceOf(usage([series('main', 'import', [10, 10]), series('wing', 'import', [4, 4], { parent: 'main' })])).use).toEqual([10, 10]);
});

test('without the import there is no saying what was used', () => {
  expect(balanceOf(usage([series('main', 'import', [null, 5]), series('wind', 'generation', [3, 3])])).use).toEqual([null, 8]);
});

test('flows leave out what is nothing and say what no sub-meter explains', () => {
  const node = (id: string, kind: string, commodity = 'electricity') => ({ id, name: id, kind, commodity });
  const view = flowsView({
    site: 's', from: '2026-11-20', to: '2026-11-21', unit: 'kWh',
    nodes: [node('main', 'meter'), node('electricity', 'bus'), node('lab', 'meter'), node('rest', 'unaccounted'), node('gas', 'meter', 'gas'), node('roof solar', 'meter')],
    links: [{ source: 'main', target: 'electricity', kwh: 100, measured: 1, missing: 0 }, { source: 'electricity', target: 'lab', kwh: 70, measured: 1, missing: 0 },
      { source: 'electricity', target: 'rest', kwh: 30, measured: 1, missing: 0 }, { source: 'roof solar', target: 'electricity', kwh: 0, measured: 1, missing: 0 }],
    unaccounted: [{ node: 'rest', kwh: 30, share: 0.3, measured: 1 }],
  });
  expect(view.nodes).toEqual(['main', 'electricity', 'lab', 'rest']);
  expect(view.links).toHaveLength(3);
  expect([view.total, view.unaccounted, view.through.get('electricity')]).toEqual([100, 0.3, 100]);
  expect([view.hue.get('rest'), view.hue.get('main')]).toEqual(['other', 'electricity']);
});

test('a year of days lies in weeks that begin on Monday, without the future', () => {
  const u = usage([series('main', 'import', [10, 20])]);
  expect(yearOf(u, 'UTC', '2026-11-20')).toEqual([{ day: '2026-11-20', week: 0, weekday: 4, value: 10, complete: false }]);
  expect(yearOf(u, 'UTC', '2026-11-22').map((c) => [c.weekday, c.complete])).toEqual([[4, true], [5, true]]);
});

test('a running bucket neither counts as missing nor is compared', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const u = usage([series('main', 'import', [10, 3])]);
  u.series[0]!.completeness = [1, 0.5];
  expect(dueBuckets(u, now)).toEqual([0]);
  expect(shareReceived(u, now)).toBe(1);
  const pairs = comparable(u, usage([series('main', 'import', [8, 16])]), now);
  expect(pairs).toMatchObject({ partly: true, use: { now: 10, before: 8 }, imported: { now: 10, before: 8 } });
});

test('of meters that said nothing there is no total, not even zero', () => {
  const totals = { importKwh: 0, exportKwh: 0, generationKwh: 12, gasM3: 0, heatKwh: 0, selfConsumption: 1 };
  const said = totalsOf({ ...usage([
    series('main', 'import', [null, null]), series('wind', 'generation', [12, null]), series('gas', 'import', [null, null], { commodity: 'gas', unit: 'm3' }), series('heat', 'consumption', [3, 4], { commodity: 'heat' }),
  ]), totals });
  expect(said).toEqual({ importKwh: null, exportKwh: null, generationKwh: 12, gasM3: null, heatKwh: 7, selfConsumption: 1 });
  expect(totalsOf({ ...usage([series('gas', 'import', [0, 0], { commodity: 'gas', unit: 'm3' }), series('boiler', 'generation', [null, null], { commodity: 'heat' })]), totals })).toMatchObject({ gasM3: 0, heatKwh: null });
});
