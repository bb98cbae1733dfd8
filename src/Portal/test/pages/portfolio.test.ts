import { expect, test } from 'vitest';
import { kindName, stateOf } from '../../src/pages/alerts/kinds';
import { figureText, shown } from '../../src/pages/portfolio/figures';

test('figures are shown in the unit people expect', () => {
  const text = (value: number | null, unit: string) => figureText({ value, unit }).replaceAll('\u00a0', ' ');
  expect(text(0.4123, 'share')).toBe('41.2 %');
  expect(text(4182.7, 'kg')).toBe('4.18 t');
  expect(text(82.7, 'kg')).toBe('82.7 kg');
  expect(text(1234.5, 'EUR')).toBe('€1,234.50');
  expect(text(18_432, 'kWh')).toBe('18.4 MWh');
  expect(text(11.94, 'kWh/m2')).toBe('11.9 kWh/m²');
  expect(text(null, 'EUR')).toBe('–');
});

test('a column is shown when any site has the figure', () => {
  const figure = (id: string) => ({ id, value: 1, unit: 'kWh', measured: 1, estimated: 0, corrected: 0, missing: 0, at: null, compared: null });
  const site = (id: string, ...kpis: string[]) => ({ site: id, name: id, ledger: 'l', areaSquareMetres: null, kpis: kpis.map(figure) });
  expect(shown([site('a', 'electricity'), site('b', 'heat', 'cost')]).map((c) => c.id)).toEqual(['electricity', 'heat', 'cost']);
  expect(shown([])).toEqual([]);
});

test('alerts: what stands in the address bar is read kindly', () => {
  expect(stateOf(null)).toBe('open');
  expect(stateOf('nonsense')).toBe('open');
  expect(stateOf('cleared')).toBe('cleared');
  expect(kindName('zeros')).toBe('Zeros that cannot be');
  expect(kindName('new-kind')).toBe('new-kind');
});
