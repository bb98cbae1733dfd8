import { count, plural } from '../../format/numbers';

const settings: Record<string, { title: string; what: string }> = {
  name: { title: 'Name', what: 'How people call the ledger' },
  engine: { title: 'Engine', what: 'How validators agree: solo is the host alone, quorum asks more than two thirds' },
  validators: { title: 'Validators', what: 'Whose keys certify the blocks' },
  blockLimit: { title: 'Transactions in a block', what: 'At most so many' },
  futureLimit: { title: 'Clocks ahead', what: 'How far a transaction\'s time may lie ahead of its block' },
  ageLimit: { title: 'Late delivery', what: 'How long after it was signed a transaction may still come' },
  governance: { title: 'Governance', what: 'Who decides about changes, and how many of them it takes' },
  access: { title: 'Access', what: 'Who may read the ledger' },
};

/** What a setting is called, and what it is for. */
export function known(name: string): { title: string; what: string } {
  const family = /^permission\/(.+)$/.exec(name)?.[1];
  if (family) return { title: `Who may submit ${family}`, what: 'Roles that may write this kind of transaction' };
  return settings[name] ?? { title: name, what: 'A setting of this ledger' };
}

function milliseconds(value: number): string {
  const days = value / 86_400_000;
  if (days >= 1) return plural(Math.round(days), 'day');
  return value >= 60_000 ? plural(Math.round(value / 60_000), 'minute') : plural(Math.round(value / 1000), 'second');
}

/** A setting's value in a few words. */
export function shortValue(name: string, value: unknown, nameOf: (party: string) => string = (party) => party): string {
  if (name === 'validators' && Array.isArray(value)) return plural(value.length, 'key');
  if ((name === 'futureLimit' || name === 'ageLimit') && typeof value === 'number') return milliseconds(value);
  if (name === 'governance' && typeof value === 'object' && value !== null) {
    const { parties, threshold } = value as { parties?: unknown[]; threshold?: number };
    if (Array.isArray(parties) && typeof threshold === 'number') return `${count(threshold)} of ${plural(parties.length, 'organisation')}: ${parties.map((p) => nameOf(String(p))).join(', ')}`;
  }
  if (Array.isArray(value) && value.every((v) => typeof v === 'string')) return value.join(', ') || 'nobody';
  if (typeof value === 'number') return count(value);
  return typeof value === 'string' ? value : Array.isArray(value) ? plural(value.length, 'entry', 'entries') : JSON.stringify(value);
}
