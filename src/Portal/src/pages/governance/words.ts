import { count, plural } from '../../format/numbers';

/** What a setting is, and its value as one says it. */
const names: Record<string, string> = {
  access: 'Who may read', ageLimit: 'Oldest transaction', blockLimit: 'Transactions in a block', engine: 'Consensus', futureLimit: 'Clock tolerance', governance: 'Who decides', name: 'Name', validators: 'Validators',
};

export const settingName = (name: string): string => names[name] ?? (name.startsWith('permission/') ? `Who may submit ${name.slice('permission/'.length)}` : name);

export function settingValue(name: string, value: unknown, nameOf: (party: string) => string = (party) => party): string {
  if (value === null) return name === 'governance' ? 'Any operator alone' : 'As the family itself says';
  if (name === 'access') return value === 'public' ? 'Anybody' : 'Members';
  if (name === 'governance') { const rule = value as { parties: string[]; threshold: number }; return rule.parties.length === 1 ? rule.parties.map(nameOf).join() : `${rule.threshold} of ${rule.parties.map(nameOf).join(', ')}`; }
  if (name === 'validators') return plural((value as unknown[]).length, 'key');
  if (name === 'engine') return value === 'solo' ? 'Solo: one validator alone' : value === 'quorum' ? 'Quorum: two thirds and one' : String(value);
  if (name === 'blockLimit') return `at most ${count(value as number)}`;
  if (name === 'ageLimit' || name === 'futureLimit') return span(value as number);
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function span(milliseconds: number): string {
  for (const [unit, length] of [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1_000]] as const) if (milliseconds >= length && milliseconds % length === 0) return plural(milliseconds / length, unit);
  return `${count(milliseconds)} ms`;
}

export const memberRoles = [
  { value: 'owner', label: 'Owner: owns what is metered' }, { value: 'esco', label: 'ESCO: energy service company' }, { value: 'utility', label: 'Utility: supplies or runs the grid' },
  { value: 'auditor', label: 'Auditor: reads and checks' }, { value: 'oracle', label: 'Oracle: brings weather and prices' }, { value: 'validator', label: 'Validator: certifies blocks' },
  { value: 'operator', label: 'Operator: runs the ledger' },
];

export const keyRoles = [
  { value: 'member', label: 'Member: speaks for the organisation' }, { value: 'operator', label: 'Operator: runs the ledger' }, { value: 'auditor', label: 'Auditor' }, { value: 'validator', label: 'Validator: signs blocks' },
  { value: 'oracle', label: 'Oracle: signs data from outside' }, { value: 'device', label: 'Device' },
];

/** An id made of a name: what a-z, 0-9 and - can keep of it. */
export const slug = (name: string): string => name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 64);
