import { addDays, daysBetween } from '../../format/times';

/** What a form has of an adjustment: days are UTC days, both included; the amount has no sign. */
export interface AdjustmentForm { id: string; first: string; last: string; direction: 'more' | 'less'; amount: number | string; reason: string }

/** What is written: as the API takes it. */
export interface AdjustmentBody { id: string; from: string; until: string; energyPerDay: number; reason: string }

export const longestReason = 500;
const largestEnergy = 1e9;
const day = /^\d{4}-\d{2}-\d{2}$/;

export type AdjustmentErrors = Partial<Record<'id' | 'first' | 'last' | 'amount' | 'reason', string>>;

/** What is wrong with a form, field by field, in words for who fills it in. The ledger has the last word. */
export function wrongWith(form: AdjustmentForm, taken: readonly string[]): AdjustmentErrors {
  const errors: AdjustmentErrors = {};
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(form.id) || form.id.length > 64) errors.id = 'Lower case letters, digits and single hyphens, at most 64.';
  else if (taken.includes(form.id)) errors.id = 'This baseline has an adjustment of that name.';
  if (!day.test(form.first)) errors.first = 'Choose a day.';
  if (!day.test(form.last)) errors.last = 'Choose a day.';
  else if (!errors.first && daysBetween(form.first, form.last) < 0) errors.last = 'The last day lies before the first.';
  const amount = typeof form.amount === 'number' ? form.amount : Number.NaN;
  if (!(amount > 0)) errors.amount = 'How much a day? More than nothing.';
  else if (amount > largestEnergy) errors.amount = 'No meter counts that much in a day.';
  const reason = form.reason.trim();
  if (!reason) errors.reason = 'Whoever pays on this baseline wants to read why.';
  else if (reason.length > longestReason) errors.reason = `At most ${longestReason} characters.`;
  return errors;
}

/** A form without errors as the API takes it. */
export function bodyOf(form: AdjustmentForm): AdjustmentBody {
  const amount = Number(form.amount);
  return { id: form.id, from: `${form.first}T00:00:00Z`, until: `${addDays(form.last, 1)}T00:00:00Z`, energyPerDay: form.direction === 'more' ? amount : -amount, reason: form.reason.trim() };
}

/** A name nobody has taken yet. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let n = 2; ; n++) if (!taken.includes(`${name}-${n}`)) return `${name}-${n}`;
}
