import type { Commodity, Direction, Meter, Site, Source } from '../../src/api/types.ts';

/** A small deterministic world for work on the portal without a silo: the Nimbus site and a quiet second one. */

export const zone = 'Europe/Dublin';

interface Spec { id: string; name: string; commodity: Commodity; unit: string; direction: Direction; source: Source; parent: string | null; capacity?: number }

const nimbus: Spec[] = [
  { id: 'nimbus-main', name: 'Main incomer', commodity: 'electricity', unit: 'kWh', direction: 'import', source: 'grid', parent: null },
  { id: 'nimbus-labs', name: 'Laboratories', commodity: 'electricity', unit: 'kWh', direction: 'consumption', source: 'load', parent: 'nimbus-main' },
  { id: 'nimbus-hvac', name: 'Air handling', commodity: 'electricity', unit: 'kWh', direction: 'consumption', source: 'load', parent: 'nimbus-main' },
  { id: 'nimbus-offices', name: 'Offices', commodity: 'electricity', unit: 'kWh', direction: 'consumption', source: 'load', parent: 'nimbus-main' },
  { id: 'nimbus-export', name: 'Export to the grid', commodity: 'electricity', unit: 'kWh', direction: 'export', source: 'grid', parent: null },
  { id: 'nimbus-chp', name: 'CHP 50 kWe', commodity: 'electricity', unit: 'kWh', direction: 'generation', source: 'chp', parent: null },
  { id: 'nimbus-wind', name: 'Wind turbine 10 kW', commodity: 'electricity', unit: 'kWh', direction: 'generation', source: 'wind', parent: null },
  { id: 'nimbus-battery', name: 'Battery', commodity: 'electricity', unit: 'kWh', direction: 'storage', source: 'battery', parent: null },
  { id: 'nimbus-gas', name: 'Gas main', commodity: 'gas', unit: 'm3', direction: 'import', source: 'grid', parent: null },
  { id: 'nimbus-boiler-1', name: 'Boiler 1 heat', commodity: 'heat', unit: 'kWh', direction: 'generation', source: 'boiler', parent: null },
  { id: 'nimbus-boiler-2', name: 'Boiler 2 heat', commodity: 'heat', unit: 'kWh', direction: 'generation', source: 'boiler', parent: null },
  { id: 'nimbus-chp-heat', name: 'CHP heat', commodity: 'heat', unit: 'kWh', direction: 'generation', source: 'chp', parent: null },
];
const quay: Spec[] = [{ id: 'quay-main', name: 'Main incomer', commodity: 'electricity', unit: 'kWh', direction: 'import', source: 'grid', parent: null }];

export const siteSpecs: Record<string, Spec[]> = { nimbus, 'union-quay': quay };
export const sites: Site[] = [
  { id: 'nimbus', name: 'Nimbus building', ledger: 'nimbus', timeZone: zone, latitude: 51.885, longitude: -8.533, areaSquareMetres: 4500, meters: nimbus.length },
  { id: 'union-quay', name: 'Union Quay', ledger: 'nimbus', timeZone: zone, latitude: 51.897, longitude: -8.466, areaSquareMetres: null, meters: 1 },
];
export const meterSpec = (id: string): Spec | undefined => Object.values(siteSpecs).flat().find((m) => m.id === id);
export const siteOf = (meter: string): string => (meter.startsWith('quay') ? 'union-quay' : 'nimbus');

function noise(seed: string, n: number): number {
  let h = 2166136261 ^ n;
  for (let i = 0; i < seed.length; i++) h = Math.imul(h ^ seed.charCodeAt(i), 16777619);
  h = Math.imul(h ^ (h >>> 15), 2246822507); h ^= h >>> 13;
  return (h >>> 0) / 4294967295;
}

const quarter = 900_000;
/** kWh (or m³) in the quarter of an hour that starts at `t`; null where nothing was received. */
export function slot(meter: string, t: number): number | null {
  const n = Math.floor(t / quarter);
  const date = new Date(t);
  const hour = date.getUTCHours() + date.getUTCMinutes() / 60;
  const weekend = date.getUTCDay() % 6 === 0;
  const winter = 0.5 + 0.5 * Math.cos(((date.getUTCMonth() + 0.5) / 12) * 2 * Math.PI);
  const work = (weekend ? 0.25 : 1) * Math.max(0, Math.sin(Math.max(0, Math.min(1, (hour - 6.5) / 12)) * Math.PI)) ** 0.7;
  const r = noise(meter, n);
  const labs = 4 + 5 * work + r * 0.8;
  const hvac = 2 + 4 * work + winter + r * 0.5;
  const offices = 0.6 + 3.4 * work + r * 0.4;
  const wind = 2.5 * Math.max(0, 0.45 + 0.55 * Math.sin(n / 61) + 0.4 * (noise('gust', Math.floor(n / 4)) - 0.5));
  const chp = hour > 6 && hour < 20 && !weekend ? 11.5 + r * 0.6 : 0;
  const battery = hour >= 1 && hour < 5 ? 2 : hour >= 17 && hour < 20 ? -2.4 : 0;
  const demand = (4 + 5 * work + 0.4) + (2 + 4 * work + winter + 0.25) + (0.6 + 3.4 * work + 0.2) + 1.3;
  const net = demand - wind - (chp ? 11.8 : 0) + battery;
  const dayIndex = Math.floor(t / 86_400_000);
  if (meter === 'nimbus-wind' && dayIndex % 9 === 4 && hour >= 9 && hour < 13) return null;
  switch (meter) {
    case 'nimbus-main': return Math.max(0, net) + r * 0.2;
    case 'nimbus-export': return Math.max(0, -net);
    case 'nimbus-labs': return labs;
    case 'nimbus-hvac': return hvac;
    case 'nimbus-offices': return offices;
    case 'nimbus-chp': return chp;
    case 'nimbus-wind': return Math.min(2.5, wind);
    case 'nimbus-battery': return battery;
    case 'nimbus-gas': return 0.4 + 2.6 * winter * (0.4 + work) + (chp ? 3.4 : 0);
    case 'nimbus-boiler-1': return 6 * winter * (0.3 + work) + r * 0.3;
    case 'nimbus-boiler-2': return winter > 0.7 ? 3 * winter * work : 0;
    case 'nimbus-chp-heat': return chp * 1.6;
    default: return 2 + 3 * work + r * 0.3;
  }
}
export const quality = (meter: string, t: number): 'measured' | 'estimated' => (noise(`${meter}q`, Math.floor(t / quarter / 8)) > 0.985 ? 'estimated' : 'measured');

export function sum(meter: string, from: number, to: number, until: number): { value: number | null; completeness: number } {
  let value = 0, present = 0, all = 0;
  // Long spans are sampled: the mock has to be quick, not exact.
  const step = to - from > 40 * 86_400_000 ? quarter * 12 : to - from > 86_400_000 ? quarter * 4 : quarter;
  for (let t = from; t < to; t += step) {
    all++;
    if (t + quarter > until) continue;
    const v = slot(meter, t);
    if (v !== null) { value += v * (step / quarter); present++; }
  }
  return { value: present ? Math.round(value * 1000) / 1000 : null, completeness: all ? present / all : 0 };
}

export function restMeter(spec: Spec, registered: { block: number; transaction: string } | null, last: Meter['last']): Meter {
  return {
    ...spec, site: siteOf(spec.id), ledger: 'nimbus', kind: 'interval', keyId: null, resolutionSeconds: 900, registeredIn: registered, last,
    silent: spec.id === 'nimbus-boiler-2', powerKw: last && spec.unit === 'kWh' ? last.value * 4 : null,
  };
}
