import type { MeterQuality } from '../../api/types';

type Day = Pick<MeterQuality['days'][number], 'measured' | 'estimated' | 'corrected' | 'missing'>;

export const tones = [
  { id: 'measured', label: 'all measured', colour: 'var(--sb-good)' },
  { id: 'estimated', label: 'estimated or corrected in part', colour: 'var(--sb-c-sun)' },
  { id: 'missing', label: 'missing in part', colour: 'var(--sb-c-gas)' },
  { id: 'empty', label: 'missing', colour: 'var(--sb-bad)' },
] as const;

/** The worst that can be said of a day. */
export function dayTone(d: Day): (typeof tones)[number] {
  if (d.measured + d.estimated + d.corrected < 0.0005) return tones[3];
  if (d.missing >= 0.0005) return tones[2];
  return d.estimated + d.corrected >= 0.0005 ? tones[1] : tones[0];
}

const names: Record<string, string> = {
  gap: 'Gap', stuck: 'Stuck', spike: 'Spike', zeros: 'Zeros', scale: 'Changed scale', clockAhead: 'Clock ahead', clockBehind: 'Clock behind', silent: 'Silent', baseline: 'Baseline no longer fits',
};
export const findingName = (kind: string): string => names[kind] ?? kind;
