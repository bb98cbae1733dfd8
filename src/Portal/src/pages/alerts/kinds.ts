/** The kinds of alerts, as people call them. */
export const kinds = [
  { id: 'silent', name: 'Silent meter' }, { id: 'gap', name: 'Missing readings' }, { id: 'stuck', name: 'Stuck value' }, { id: 'spike', name: 'Spike' },
  { id: 'zeros', name: 'Zeros that cannot be' }, { id: 'scale', name: 'Scale changed' }, { id: 'clockAhead', name: 'Clock ahead' }, { id: 'clockBehind', name: 'Clock behind' },
  { id: 'baseline', name: 'Baseline no longer fits' },
] as const;

export const kindName = (kind: string): string => kinds.find((k) => k.id === kind)?.name ?? kind;

export type AlertState = 'open' | 'cleared' | 'all';

/** The state in the address bar; whatever else stands there means the open ones. */
export const stateOf = (text: string | null): AlertState => (text === 'cleared' || text === 'all' ? text : 'open');
