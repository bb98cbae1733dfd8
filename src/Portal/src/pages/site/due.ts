import type { Usage } from '../../api/types';
import { startOfDay } from '../../format/times';

/** When a bucket ends. */
export function bucketEnd(usage: Pick<Usage, 'buckets' | 'to' | 'timeZone'>, index: number): number {
  const next = usage.buckets[index + 1];
  return next ? Date.parse(next) : startOfDay(usage.to, usage.timeZone).getTime();
}

/** The buckets that are over, whose readings are all due. A bucket still running would only look as if it missed what has not happened yet. */
export function dueBuckets(usage: Pick<Usage, 'buckets' | 'to' | 'timeZone'>, now = Date.now()): number[] {
  return usage.buckets.flatMap((_, i) => (bucketEnd(usage, i) <= now ? [i] : []));
}

/** Of what was due, the share that arrived, over all meters; null when nothing was due yet. */
export function shareReceived(usage: Usage, now = Date.now()): number | null {
  const due = dueBuckets(usage, now);
  const shares = due.flatMap((i) => usage.series.map((s) => s.completeness[i] ?? 0));
  return shares.length ? shares.reduce((n, s) => n + s, 0) / shares.length : null;
}
