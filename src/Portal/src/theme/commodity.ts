import type { Commodity, Direction, Source } from '../api/types';

/** The fixed colour of a flow: by its source where it has one of its own, else by its commodity. Never the only carrier of meaning. */
export type Hue = 'electricity' | 'gas' | 'heat' | 'wind' | 'sun' | 'water' | 'battery' | 'chp' | 'other';

export interface Flow { commodity: Commodity; source: Source | null; direction?: Direction }

export function hueOf({ commodity, source }: Flow): Hue {
  if (source === 'wind') return 'wind';
  if (source === 'solar') return 'sun';
  if (source === 'battery') return 'battery';
  if (commodity === 'electricity' && source === 'chp') return 'chp';
  return commodity;
}

export const hueVariable = (hue: Hue): string => `var(--sb-c-${hue})`;

const commodities: Record<Commodity, string> = { electricity: 'Electricity', gas: 'Gas', heat: 'Heat', water: 'Water' };
const directions: Record<Direction, string> = { import: 'import', export: 'export', generation: 'generation', consumption: 'use', storage: 'storage' };
/** The order in which people read them. */
export const byCommodity = (a: { commodity: Commodity }, b: { commodity: Commodity }): number => order.indexOf(a.commodity) - order.indexOf(b.commodity);
const order: Commodity[] = ['electricity', 'heat', 'gas', 'water'];

export const commodityName = (commodity: Commodity): string => commodities[commodity] ?? commodity;
export const directionName = (direction: Direction): string => directions[direction] ?? direction;
