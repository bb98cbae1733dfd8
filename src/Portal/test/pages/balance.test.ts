import { expect, test } from 'vitest';
import type { Usage, UsageSeries } from '../../src/api/types';
import { balanceOf, comparable, sankeyOf } from '../../src/pages/site/balance';
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

test('the sankey says what no sub-meter explains', () => {
  const sankey = sankeyOf(usage([series('main', 'import', [60, 40]), series('lab', 'consumption', [40, 30], { parent: 'main' }), series('room', 'consumption', [10, 10], { parent: 'lab' })]), 'Site');
  expect(sankey.unaccounted).toBeCloseTo(0.8);
  expect(sankey.links).toEqual([
    { source: 'main:import', target: 'site', value: 100 }, { source: 'site', target: 'lab', value: 70 }, { source: 'lab', target: 'room', value: 20 },
    { source: 'lab', target: 'lab:rest', value: 50 }, { source: 'site', target: 'site:rest', value: 30 },
  ]);
});

test('a meter that repeats the whole site is not drawn twice', () => {
  const sankey = sankeyOf(usage([series('main', 'import', [60, 40]), series('load', 'consumption', [60, 39], { parent: 'main' }), series('lab', 'consumption', [50, 30], { parent: 'load' })]), 'Site');
  expect(sankey.links).toEqual([{ source: 'main:import', target: 'site', value: 100 }, { source: 'site', target: 'lab', value: 80 }, { source: 'site', target: 'site:rest', value: 20 }]);
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
