import type { Usage, UsageSeries } from '../../api/types';
import { type Hue, hueOf } from '../../theme/commodity';
import { dueBuckets } from './due';

/** The electricity balance of a site: what comes in, what goes out, and what is left for use, bucket by bucket. Missing stays missing. */

export interface Flow { id: string; label: string; hue: Hue; values: (number | null)[]; completeness: number[]; kind: 'import' | 'generation' | 'storage' | 'export' }
export interface Balance { supply: Flow[]; drain: Flow[]; use: (number | null)[] }

type Value = number | null;
/** A storage meter counts what goes into the store; negative is what comes out of it. */
const discharge = (v: Value): Value => (v === null ? null : Math.max(0, -v));
const charge = (v: Value): Value => (v === null ? null : Math.min(0, -v));

export const total = (values: Value[]): number | null => (values.every((v) => v === null) ? null : values.reduce<number>((n, v) => n + (v ?? 0), 0));

const isElectric = (s: UsageSeries) => s.commodity === 'electricity';

/** Meters that stand at the site's edge in a direction: not those that repeat a part of one already counted. */
function atTheEdge(series: UsageSeries[], direction: UsageSeries['direction']): UsageSeries[] {
  const same = new Set(series.filter((s) => isElectric(s) && s.direction === direction).map((s) => s.meter));
  return series.filter((s) => isElectric(s) && s.direction === direction && !(s.parent && same.has(s.parent)));
}

export function balanceOf(usage: Usage): Balance {
  const flow = (kind: Flow['kind'], map: (v: Value) => Value, label?: (s: UsageSeries) => string) => (s: UsageSeries): Flow => ({
    id: `${s.meter}:${kind}${map === charge ? '-' : ''}`, label: label?.(s) ?? s.name, hue: hueOf(s), values: s.values.map(map), completeness: s.completeness, kind,
  });
  const keep = (v: Value) => v;
  const storage = atTheEdge(usage.series, 'storage');
  const supply = [
    ...atTheEdge(usage.series, 'import').map(flow('import', keep)),
    ...atTheEdge(usage.series, 'generation').map(flow('generation', keep)),
    ...storage.map(flow('storage', discharge, (s) => `${s.name}, discharging`)),
  ];
  const drain = [
    ...storage.map(flow('storage', charge, (s) => `${s.name}, charging`)),
    ...atTheEdge(usage.series, 'export').map(flow('export', (v) => (v === null ? null : -v))),
  ];
  const use = usage.buckets.map((_, i) => {
    const parts = [...supply, ...drain].map((f) => f.values[i] ?? null);
    const known = parts.filter((v): v is number => v !== null);
    // Without the grid import there is no saying what was used.
    if (known.length === 0 || supply.some((f) => f.kind === 'import' && (f.values[i] ?? null) === null)) return null;
    return known.reduce((n, v) => n + v, 0);
  });
  return { supply, drain: drain.filter((f) => f.values.some((v) => v !== null && v !== 0)), use };
}

/** The period's totals, where anything was read at all: of meters that said nothing there is no total, not even zero. */
export function totalsOf({ series, totals: t }: Usage): { [K in keyof Usage['totals']]: number | null } {
  const read = (commodity: string, direction?: UsageSeries['direction']) => series.some((s) => s.commodity === commodity && (!direction || s.direction === direction) && s.values.some((v) => v !== null));
  const generated = read('electricity', 'generation');
  const made = series.some((s) => s.commodity === 'heat' && s.direction === 'generation');
  return {
    importKwh: read('electricity', 'import') ? t.importKwh : null, exportKwh: read('electricity', 'export') ? t.exportKwh : null, generationKwh: generated ? t.generationKwh : null,
    gasM3: read('gas') ? t.gasM3 : null, heatKwh: made ? (read('heat', 'generation') ? t.heatKwh : null) : total(series.filter((s) => s.commodity === 'heat' && s.direction === 'consumption' && !s.parent).flatMap((s) => s.values)), selfConsumption: generated ? t.selfConsumption : null,
  };
}

/** The share of readings that arrived in a bucket, over every meter; 1 when all did. */
export function completenessOf(series: { completeness: number[] }[], bucket: number): number {
  return series.length ? series.reduce((n, s) => n + (s.completeness[bucket] ?? 0), 0) / series.length : 1;
}

interface Pair { now: number | null; before: number | null }
export interface Comparison { partly: boolean; use: Pair; imported: Pair; generated: Pair; heat: Pair; gas: Pair }

/** Two periods compared like with like: of one that is still running, only the buckets that are over count, and only as many of the one before. */
export function comparable(usage: Usage, before: Usage, now = Date.now()): Comparison {
  const due = dueBuckets(usage, now).length;
  const sum = (u: Usage, pick: (s: UsageSeries) => boolean) => total(u.series.filter(pick).flatMap((s) => s.values.slice(0, due)));
  const pair = (pick: (s: UsageSeries) => boolean): Pair => ({ now: sum(usage, pick), before: sum(before, pick) });
  const edge = (direction: UsageSeries['direction']) => { const ids = new Set(atTheEdge(usage.series, direction).map((s) => s.meter)); return (s: UsageSeries) => ids.has(s.meter); };
  const heatIsMade = usage.series.some((s) => s.commodity === 'heat' && s.direction === 'generation');
  return {
    partly: due < usage.buckets.length,
    use: { now: total(balanceOf(usage).use.slice(0, due)), before: total(balanceOf(before).use.slice(0, due)) },
    imported: pair(edge('import')), generated: pair(edge('generation')), heat: pair((s) => s.commodity === 'heat' && s.direction === (heatIsMade ? 'generation' : 'consumption')), gas: pair((s) => s.commodity === 'gas' && !s.parent),
  };
}
