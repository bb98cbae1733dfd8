import { expect, test } from 'vitest';
import { parsePeriod, periodText, presetPeriod, previous, resolutionFor, resolutionsFor, shift } from '../../src/format/period';

const today = '2026-11-21';

test('presets', () => {
  expect(presetPeriod('today', today)).toEqual({ from: '2026-11-21', to: '2026-11-22' });
  expect(presetPeriod('7days', today)).toEqual({ from: '2026-11-15', to: '2026-11-22' });
  expect(presetPeriod('week', today)).toEqual({ from: '2026-11-16', to: '2026-11-23' });
  expect(presetPeriod('lastMonth', today)).toEqual({ from: '2026-10-01', to: '2026-11-01' });
  expect(presetPeriod('12months', today)).toEqual({ from: '2025-12-01', to: '2026-12-01' });
});

test('months step by months, spans of days by their length', () => {
  expect(previous(presetPeriod('month', '2026-03-15'))).toEqual({ from: '2026-02-01', to: '2026-03-01' });
  expect(shift({ from: '2026-11-15', to: '2026-11-22' }, 1)).toEqual({ from: '2026-11-22', to: '2026-11-29' });
  expect(previous(presetPeriod('year', today))).toEqual({ from: '2025-01-01', to: '2026-01-01' });
});

test('the resolution follows the length', () => {
  expect(resolutionFor(presetPeriod('today', today))).toBe('hour');
  expect(resolutionFor(presetPeriod('month', today))).toBe('day');
  expect(resolutionFor(presetPeriod('year', today))).toBe('month');
  expect(resolutionsFor(presetPeriod('today', today))).toEqual(['hour']);
  expect(resolutionsFor(presetPeriod('7days', today))).toEqual(['hour', 'day']);
});

test('periods are named as people name them', () => {
  expect(periodText(presetPeriod('month', today))).toBe('Nov 2026');
  expect(periodText(presetPeriod('year', today))).toBe('2026');
  expect(periodText(presetPeriod('7days', today))).toBe('15 Nov – 21 Nov 2026');
  expect(periodText({ from: '2025-12-30', to: '2026-01-03' })).toBe('30 Dec 2025 – 2 Jan 2026');
});

test('what the address bar says is believed only when it is a period', () => {
  const fallback = presetPeriod('7days', today);
  expect(parsePeriod('2026-01-01', '2026-02-01', fallback)).toEqual({ from: '2026-01-01', to: '2026-02-01' });
  for (const [from, to] of [[null, null], ['2026-02-01', '2026-01-01'], ['2026-13-01', '2026-14-01'], ['x', 'y'], ['1000-01-01', '2026-01-01']] as const) expect(parsePeriod(from, to, fallback)).toBe(fallback);
});
