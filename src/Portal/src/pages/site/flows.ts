import type { Flows } from '../../api/types';
import type { Hue } from '../../theme/commodity';

/** The flows of a site as a diagram needs them: what is nothing is left out, and nodes without any flow with it. */
export interface FlowsView {
  nodes: string[]; links: { source: string; target: string; value: number }[]; label: Map<string, string>; hue: Map<string, Hue>; through: Map<string, number>; total: number;
  /** The largest share of a main meter that its sub-meters leave unexplained; null where there is none with sub-meters. */
  unaccounted: number | null;
}

const hueOf = (node: Flows['nodes'][number]): Hue =>
  node.kind === 'unaccounted' || node.kind === 'losses' ? 'other' : node.kind === 'storage' ? 'battery' : node.kind === 'plant' ? 'chp'
    : node.commodity === 'gas' ? 'gas' : node.commodity === 'heat' ? 'heat' : /wind/i.test(node.name) ? 'wind' : /solar|pv/i.test(node.name) ? 'sun' : 'electricity';

export function flowsView(flows: Flows): FlowsView {
  const links = flows.links.filter((l) => l.kwh > 0).map((l) => ({ source: l.source, target: l.target, value: l.kwh }));
  const into = new Map<string, number>();
  const out = new Map<string, number>();
  for (const l of links) {
    into.set(l.target, (into.get(l.target) ?? 0) + l.value);
    out.set(l.source, (out.get(l.source) ?? 0) + l.value);
  }
  const nodes = flows.nodes.filter((n) => into.has(n.id) || out.has(n.id));
  const shares = flows.unaccounted.map((u) => u.share).filter((s): s is number => s !== null);
  return {
    nodes: nodes.map((n) => n.id), links, label: new Map(nodes.map((n) => [n.id, n.name])), hue: new Map(nodes.map((n) => [n.id, hueOf(n)])),
    through: new Map(nodes.map((n) => [n.id, Math.max(into.get(n.id) ?? 0, out.get(n.id) ?? 0)])),
    total: links.filter((l) => !into.has(l.source)).reduce((sum, l) => sum + l.value, 0) || 1,
    unaccounted: shares.length ? Math.max(...shares.map(Math.abs)) : null,
  };
}
