import { expect, test } from 'vitest';
import { toCsv } from '../../src/format/csv';
import { shortId } from '../../src/format/ids';
import { change, changeText, compact, exact, percent, plural, quantity, quantityText } from '../../src/format/numbers';
import { addDays, addMonths, ago, dayIn, startOfDay, utc, weekday } from '../../src/format/times';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('cards show three significant digits, tables all of them', () => {
  expect([0, 0.01234, 1.2345, 12.345, 123.45, 1234.5, 12345.6].map(compact)).toEqual(['0', '0.0123', '1.23', '12.3', '123', '1,235', '12,350']);
  expect(exact(1234.56789)).toBe('1,234.56789');
});

test('energy takes kWh or MWh by size; what is missing is a dash, not a zero', () => {
  expect(quantity(999, 'kWh')).toEqual({ value: '999', unit: 'kWh' });
  expect(quantity(1500, 'kWh')).toEqual({ value: '1.5', unit: 'MWh' });
  expect(quantity(-2500, 'kWh')).toEqual({ value: '-2.5', unit: 'MWh' });
  expect(quantity(0.4, 'kWh')).toEqual({ value: '0.4', unit: 'kWh' });
  expect(plain(quantityText(12, 'm3'))).toBe('12 m³');
  expect(quantity(null, 'kWh').value).toBe('–');
  expect(quantity(Number.NaN, 'kWh').value).toBe('–');
});

test('100 % is said only when nothing is missing', () => {
  expect(plain(percent(1, 1))).toBe('100 %');
  expect(plain(percent(0.99999, 1))).toBe('99.9 %');
  expect(plain(percent(0.996))).toBe('99 %');
  expect(plain(percent(0.973, 1))).toBe('97.3 %');
  expect(percent(null)).toBe('–');
});

test('changes have a sign, and none against nothing', () => {
  expect(plain(changeText(0.123))).toBe('+12 %');
  expect(plain(changeText(-0.045))).toBe('−4.5 %');
  expect(change(10, 0)).toBeNull();
  expect(change(null, 5)).toBeNull();
  expect(change(10, 8)).toBeCloseTo(0.25);
  expect(plain(plural(1, 'meter'))).toBe('1 meter');
  expect(plain(plural(1200, 'meter'))).toBe('1,200 meters');
});

test('ids keep both ends', () => {
  expect(shortId('kX3f9aBBBBBBBBBBBBBBQ81c')).toBe('kX3f9a…Q81c');
  expect(shortId('short')).toBe('short');
});

test('UTC is spelt out', () => expect(utc('2026-11-21T10:15:00Z')).toBe('2026-11-21 10:15:00 UTC'));

test('ago', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const at = (seconds: number) => plain(ago(now - seconds * 1000, now));
  expect([2, 30, 240, 7200, 90_000, 4 * 86_400].map(at)).toEqual(['just now', '30 s ago', '4 min ago', '2 h ago', 'yesterday', '4 days ago']);
});

test('days begin where the site is, also when the clocks change', () => {
  expect(startOfDay('2026-11-21', 'Europe/Dublin').toISOString()).toBe('2026-11-21T00:00:00.000Z');
  expect(startOfDay('2026-06-21', 'Europe/Dublin').toISOString()).toBe('2026-06-20T23:00:00.000Z');
  expect(startOfDay('2026-03-29', 'Europe/Dublin').toISOString()).toBe('2026-03-29T00:00:00.000Z');
  expect(startOfDay('2026-03-30', 'Europe/Dublin').toISOString()).toBe('2026-03-29T23:00:00.000Z');
  expect(startOfDay('2026-10-25', 'America/New_York').toISOString()).toBe('2026-10-25T04:00:00.000Z');
  expect(startOfDay('2026-01-01', 'Asia/Kathmandu').toISOString()).toBe('2025-12-31T18:15:00.000Z');
  expect(dayIn('Pacific/Auckland', new Date('2026-11-21T12:00:00Z'))).toBe('2026-11-22');
});

test('calendar arithmetic', () => {
  expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
  expect(weekday('2026-11-23')).toBe(0);
});

test('CSV names the time zone of its rows', () => {
  expect(toCsv({ rowHeader: 'From', zone: 'UTC', columns: [], rows: [] })).toBe('From (UTC)\r\n');
});

test('CSV quotes what needs it and leaves missing values empty', () => {
  expect(toCsv({ rowHeader: 'From', columns: [{ label: 'Main, "A"', unit: 'kWh' }], rows: [{ key: 'x', values: [1.5] }, { key: 'y', values: [null] }] }))
    .toBe('From,"Main, ""A"" (kWh)"\r\nx,1.5\r\ny,\r\n');
});
