import type { KpiFigure, PortfolioSite } from '../../api/types';
import { compact, percent, quantityText } from '../../format/numbers';
import type { Hue } from '../../theme/commodity';

/** Figures of the cards on top. */
export const headline: { id: string; label: string; hue?: Hue }[] = [
  { id: 'electricity', label: 'Electricity used', hue: 'electricity' }, { id: 'generation', label: 'Generated', hue: 'wind' }, { id: 'heat', label: 'Heat', hue: 'heat' },
  { id: 'gas', label: 'Gas', hue: 'gas' }, { id: 'co2', label: 'CO₂' }, { id: 'cost', label: 'Cost' },
];

/** Columns of the table, in this order, as far as any site has them. */
export const columns: { id: string; label: string }[] = [
  { id: 'electricity', label: 'Electricity' }, { id: 'energyPerArea', label: 'Per m²' }, { id: 'peak', label: 'Peak' }, { id: 'loadFactor', label: 'Load factor' }, { id: 'generation', label: 'Generated' },
  { id: 'selfConsumption', label: 'Self-consumed' }, { id: 'renewableShare', label: 'Renewable' }, { id: 'heat', label: 'Heat' }, { id: 'gas', label: 'Gas' }, { id: 'water', label: 'Water' },
  { id: 'co2', label: 'CO₂' }, { id: 'cost', label: 'Cost' },
];

export const figureOf = (figures: KpiFigure[], id: string): KpiFigure | undefined => figures.find((f) => f.id === id);

export const shown = (sites: PortfolioSite[]) => columns.filter((c) => sites.some((s) => figureOf(s.kpis, c.id)));

/** Whether a unit is a currency (ISO 4217). */
export const isMoney = (unit: string): boolean => /^[A-Z]{3}$/.test(unit);

/** A figure as a card or a cell shows it: shares as percentages, money by its currency, mass in tonnes when it is large. */
export function figureText(figure: { value: number | null; unit: string }, round = false): string {
  const { value, unit } = figure;
  if (value === null) return '–';
  if (unit === 'share') return percent(value, 1);
  if (unit === 'kg') return Math.abs(value) >= 1000 ? `${compact(value / 1000)}\u00a0t` : `${compact(value)}\u00a0kg`;
  if (isMoney(unit)) return new Intl.NumberFormat('en-GB', { style: 'currency', currency: unit, maximumFractionDigits: round && Math.abs(value) >= 1000 ? 0 : undefined }).format(value);
  return quantityText(value, unit.replace('m2', 'm²').replace('m3', 'm³'));
}

/** A figure for a card: mass in tonnes when it is large; the rest scales by itself. */
export function cardFigure({ value, unit }: { value: number | null; unit: string }): { value: number | null; unit: string } {
  if (unit === 'kg' && value !== null && Math.abs(value) >= 1000) return { value: value / 1000, unit: 't' };
  return { value, unit };
}
