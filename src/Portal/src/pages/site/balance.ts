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

export interface SankeyNode { name: string; label: string; hue: Hue | 'accent' }
export interface SankeyLink { source: string; target: string; value: number }
export interface Sankey { nodes: SankeyNode[]; links: SankeyLink[]; unaccounted: number | null; total: number }

/** Where the electricity came from and where it went, down the meter tree; what no sub-meter explains is "unaccounted". */
export function sankeyOf(usage: Usage, siteName: string): Sankey {
  const balance = balanceOf(usage);
  const nodes: SankeyNode[] = [{ name: 'site', label: siteName, hue: 'accent' }];
  const links: SankeyLink[] = [];
  let incoming = 0;
  for (const f of balance.supply) {
    const value = total(f.values) ?? 0;
    if (value <= 0) continue;
    nodes.push({ name: f.id, label: f.label, hue: f.hue });
    links.push({ source: f.id, target: 'site', value });
    incoming += value;
  }
  let outgoing = 0;
  let unexplained = 0;
  for (const f of balance.drain) {
    const value = -(total(f.values) ?? 0);
    if (value <= 0) continue;
    nodes.push({ name: f.id, label: f.label, hue: f.hue });
    links.push({ source: 'site', target: f.id, value });
    outgoing += value;
  }
  const consumers = usage.series.filter((s) => isElectric(s) && s.direction === 'consumption');
  const known = new Set(consumers.map((s) => s.meter));
  const below = (parent: string | null) => consumers.filter((s) => (parent === null ? !s.parent || !known.has(s.parent) : s.parent === parent));
  const descend = (node: string, parent: string | null, available: number, depth: number): void => {
    const children = below(parent).map((s) => ({ s, value: total(s.values) ?? 0 })).filter(({ value }) => value > 0);
    const sum = children.reduce((n, c) => n + c.value, 0);
    for (const { s, value } of children) {
      nodes.push({ name: s.meter, label: s.name, hue: hueOf(s) });
      links.push({ source: node, target: s.meter, value });
      if (depth < 4) descend(s.meter, s.meter, value, depth + 1);
    }
    const rest = available - sum;
    if (children.length > 0 && rest > available * 0.001) {
      nodes.push({ name: `${node}:rest`, label: 'Unaccounted', hue: 'other' });
      links.push({ source: node, target: `${node}:rest`, value: rest });
      unexplained += rest;
    }
  };
  const left = incoming - outgoing;
  // A single meter that repeats the whole site ("building load") is the site: its parts hang there directly.
  const roots = below(null);
  const whole = roots.length === 1 && left > 0 && (total(roots[0]!.values) ?? 0) > left * 0.97 && below(roots[0]!.meter).length > 0 ? roots[0]!.meter : null;
  descend('site', whole, left, 0);
  return { nodes, links, unaccounted: below(null).length === 0 || left <= 0 ? null : unexplained / left, total: incoming };
}
