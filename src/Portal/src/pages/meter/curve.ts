import type { Meter, Reading } from '../../api/types';
import { unitLabel } from '../../format/numbers';

export interface CurvePoint { t: number; value: number | null; estimated: boolean }
export interface Curve {
  points: CurvePoint[]; line: [number, number | null][]; estimated: [number, number | null][]; gaps: [number, number][];
  unit: string; step: number | null; total: number | null; peak: number | null; estimatedShare: number;
}

/**
 * A meter's readings as a stepped curve: what an interval counted becomes its mean rate (kWh → kW, m³ → m³/h), so that intervals of any length compare; a counter gives its differences; what is missing between
 * the first reading and the last breaks the line and is listed as a gap.
 */
export function curveOf(readings: Reading[], meter: Pick<Meter, 'unit' | 'kind' | 'resolutionSeconds'>, from: string, to: string, now = Date.now()): Curve {
  const known = readings.filter((r): r is Reading & { value: number } => r.value !== null);
  const steps = known.map((r) => r.seconds).filter((s) => s > 0);
  const step = commonest(steps) ?? meter.resolutionSeconds;
  const spans = known.map((r) => ({ t: Date.parse(r.start), end: Date.parse(r.start) + r.seconds * 1000, raw: r.value, seconds: r.seconds, estimated: r.quality === 'estimated' }))
    // A reading of a counter without a length: it has counted since the one before.
    .flatMap((s, i, all) => (s.seconds > 0 ? [s] : i === 0 ? [] : [{ ...s, t: all[i - 1]!.t, end: s.t, raw: s.raw - all[i - 1]!.raw, seconds: (s.t - all[i - 1]!.t) / 1000 }]))
    .filter((s) => s.end > s.t);
  const points: CurvePoint[] = [];
  const line: [number, number | null][] = [];
  const estimated: [number, number | null][] = [];
  const gaps: [number, number][] = [];
  const limit = Math.min(Date.parse(to), now - (step ?? 0) * 2000);
  let reached = Date.parse(from);
  const gap = (start: number, end: number) => {
    gaps.push([start, end]);
    points.push({ t: start, value: null, estimated: false });
    line.push([start, null]);
  };
  for (const s of spans) {
    if (s.t > reached + 1000) gap(reached, s.t);
    const value = s.raw / (s.seconds / 3600);
    points.push({ t: s.t, value, estimated: s.estimated });
    // A step drawn to the end of its interval: ECharts' `step: 'end'` holds a value until the next point.
    line.push([s.t, value]);
    if (s.estimated) estimated.push([s.t, value], [s.end, value], [s.end, null]);
    line.push([s.end, value]);
    reached = s.end;
  }
  if (spans.length && reached < limit) gap(reached, limit);
  const values = points.map((p) => p.value).filter((v): v is number => v !== null);
  return {
    points, line, estimated, gaps, unit: meter.unit === 'kWh' ? 'kW' : `${unitLabel(meter.unit)}/h`, step,
    total: spans.length ? spans.reduce((n, s) => n + s.raw, 0) : null,
    peak: values.length ? Math.max(...values) : null,
    estimatedShare: spans.length ? spans.filter((s) => s.estimated).length / spans.length : 0,
  };
}

function commonest(steps: number[]): number | null {
  const counts = new Map<number, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}
