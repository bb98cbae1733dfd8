import type { Jwk, LedgerKey, Members } from '../../api/governance';
import { count, plural } from '../../format/numbers';

export type Engine = 'solo' | 'quorum';

/** Fewest validators of a quorum, and of a ledger certified by its host alone the only number. */
const fewestOfQuorum = 4;

const words = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const word = (n: number): string => words[n] ?? count(n);

/** Signatures that certify a block: ⌊2n/3⌋+1 of a quorum. */
export const needed = (engine: Engine, validators: number): number => (engine === 'solo' ? 1 : Math.floor((2 * validators) / 3) + 1);
/** Validators that may stop or lie without harm: ⌊(n−1)/3⌋. */
export const tolerated = (engine: Engine, validators: number): number => (engine === 'solo' ? 0 : Math.floor((validators - 1) / 3));

/** What a set can bear, in plain words; `bad` when the ledger would refuse it. */
export function tolerance(engine: Engine, validators: number): { bad: boolean; title: string; text: string } {
  const all = plural(validators, 'validator');
  if (engine === 'solo') {
    if (validators !== 1) return { bad: true, title: `${all}: too many for solo`, text: `Solo is one validator that certifies alone. Take ${word(validators - 1)} away, or choose quorum.` };
    return { bad: false, title: '1 validator: none may fail', text: 'When it stops, nothing new is recorded until it returns; if it rewrote history, only those who kept receipts could show it.' };
  }
  if (validators < fewestOfQuorum) return { bad: true, title: `${all}: too few for a quorum`, text: `A quorum needs at least ${word(fewestOfQuorum)}, so that one may fail. Add ${word(fewestOfQuorum - validators)}, or choose solo with one.` };
  const may = tolerated(engine, validators);
  const next = 3 * (may + 1) + 1;
  return {
    bad: false, title: `${all}: ${word(may)} may fail`,
    text: `A block counts with the signatures of ${count(needed(engine, validators))} of them. While no more than ${word(may)} ${may === 1 ? 'is' : 'are'} stopped or dishonest, the ledger goes on and has one history. So that ${word(may + 1)} may fail, it takes ${count(next)}.`,
  };
}

/** A validator to be: a registered key, or one that its party hands in now. */
export interface NewValidator { party: string; jwk: Jwk; kid: string | null }

/** The set as a form changes it. */
export interface SetDraft { engine: Engine; leaving: ReadonlySet<string>; joining: readonly NewValidator[] }

export const sameKey = (a: { x: string; y: string }, b: { x: string; y: string }): boolean => a.x === b.x && a.y === b.y;

/** Keys that certify the next block, with whose they are. */
export const validatorKeys = (members: Members | undefined): LedgerKey[] => members?.items.flatMap((m) => m.keys.filter((k) => k.isValidator)) ?? [];

/** Good keys with the role validator that certify nothing yet. */
export const idleKeys = (members: Members | undefined): LedgerKey[] => members?.items.flatMap((m) => m.keys.filter((k) => k.role === 'validator' && k.good && !k.isValidator)) ?? [];

/** What is proposed: who joins before who leaves, because a ledger is never without a validator; null when nothing changes or the ledger would refuse. */
export function changesOfSet(draft: SetDraft, now: { engine: Engine; keys: readonly LedgerKey[] }): object[] | null {
  const size = now.keys.filter((k) => !draft.leaving.has(k.kid)).length + draft.joining.length;
  if (tolerance(draft.engine, size).bad) return null;
  const changes = [
    ...draft.joining.map(({ party, jwk }) => ({ op: 'validator.add', jwk, party })),
    ...now.keys.filter((k) => draft.leaving.has(k.kid)).map((k) => ({ op: 'validator.remove', kid: k.kid })),
    ...(draft.engine === now.engine ? [] : [{ op: 'setting.set', name: 'engine', value: draft.engine }]),
  ];
  return changes.length === 0 ? null : changes;
}
