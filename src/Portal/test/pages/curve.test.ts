import { expect, test } from 'vitest';
import type { Reading } from '../../src/api/types';
import { curveOf } from '../../src/pages/meter/curve';
import { gist, levelOf } from '../../src/pages/state/tree';

const reading = (start: string, value: number, more: Partial<Reading> = {}): Reading => ({ start, seconds: 900, value, quality: 'measured', transaction: null, block: null, completeness: 1, ...more });
const meter = { unit: 'kWh', kind: 'interval', resolutionSeconds: 900 } as const;

test('energy becomes mean power; what is missing breaks the line', () => {
  const curve = curveOf([reading('2026-11-21T00:00:00Z', 1), reading('2026-11-21T00:15:00Z', 2, { quality: 'estimated' }), reading('2026-11-21T01:00:00Z', 3)], meter, '2026-11-21T00:00:00Z', '2026-11-21T01:15:00Z');
  expect(curve.unit).toBe('kW');
  expect(curve.points.map((p) => p.value)).toEqual([4, 8, null, 12]);
  expect(curve.gaps).toEqual([[Date.parse('2026-11-21T00:30:00Z'), Date.parse('2026-11-21T01:00:00Z')]]);
  expect(curve.total).toBe(6);
  expect(curve.peak).toBe(12);
  expect(curve.estimatedShare).toBeCloseTo(1 / 3);
});

test('a counter shows what it counted between two readings', () => {
  const curve = curveOf([reading('2026-11-21T00:00:00Z', 100, { seconds: 0 }), reading('2026-11-21T01:00:00Z', 104, { seconds: 0 })], { unit: 'm3', kind: 'register', resolutionSeconds: 900 }, '2026-11-21T00:00:00Z', '2026-11-21T01:00:00Z');
  expect(curve.points.map((p) => p.value)).toEqual([4]);
  expect(curve.total).toBe(4);
});

test('nothing is no curve', () => expect(curveOf([], meter, '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z').total).toBeNull());

test('paths become a tree, one level at a time', () => {
  const level = levelOf('meter/', [{ path: 'meter/a', value: { name: 'A' }, dropped: false }], ['meter/b/', 'meter/a/', 'meter/b/']);
  expect(level.folders).toEqual([{ path: 'meter/a/', name: 'a' }, { path: 'meter/b/', name: 'b' }]);
  expect(level.entries.map((e) => [e.name, gist(e.value)])).toEqual([['a', 'A']]);
});
