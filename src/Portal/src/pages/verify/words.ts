import { count } from '../../format/numbers';
import { shortId } from '../../format/ids';
import { dateTimeSeconds } from '../../format/times';
import type { Trust } from '../../verify/trust';
import type { Verdict } from '../../verify/verdict';

/** The one line on top: what is known now, trust included. */
export function headline(verdict: Verdict, trust: Trust | null): { tone: 'good' | 'open' | 'bad'; text: string } {
  if (!verdict.ok) return { tone: 'bad', text: verdict.sentence };
  if (trust?.state === 'differs') return { tone: 'bad', text: 'It holds together, but not under the validators you pinned.' };
  if (trust?.state !== 'open') return { tone: 'good', text: verdict.sentence };
  const n = verdict.seal!.validators.filter((v) => v.signed).length;
  return { tone: 'open', text: `${verdict.sentence.slice(0, -1)}: on the word of ${n === 1 ? 'one key that you have' : `${count(n)} keys that you have`} not pinned yet.` };
}

/** What follows from the file's own bytes, in plain words. */
export function proven(verdict: Verdict): string[] {
  const { subject, seal } = verdict;
  if (!verdict.ok || !seal || !subject) return [];
  const sealed = seal.block ? `block ${count(seal.block.number)} of ${dateTimeSeconds(new Date(seal.block.time))}` : `the log's head at ${count(seal.size)} entries`;
  const signed = seal.validators.filter((v) => v.signed).length;
  const by = seal.engine === 'log' ? 'The log\'s key signed it.' : `${seal.validators.length === 1 ? 'Its one validator' : `${count(signed)} of its ${count(seal.validators.length)} validators`} signed that block, and with it everything it covers.`;
  if (subject.kind === 'transaction') {
    return [
      `Whoever holds the key ${shortId(subject.signer)} wrote this transaction, and not a letter of it was changed since.`,
      `It stands as entry ${count(subject.index)} in the history that ${sealed} fixed; it cannot be taken out or moved without changing that block.`, by,
    ];
  }
  if (subject.kind === 'state') {
    return [
      subject.present ? `At ${subject.path} stood exactly this value after ${sealed}.` : `At ${subject.path} stood nothing after ${sealed}.`,
      'There is no second place in the state where it could stand otherwise.', by,
    ];
  }
  return [`The key ${shortId(subject.kid)} signed both statements; they exclude each other.`];
}

/** What no file can prove of itself. */
export function trusted(verdict: Verdict, trust: Trust | null): string[] {
  const { seal, subject } = verdict;
  if (!verdict.ok || !seal || !subject) return [];
  const n = seal.validators.length;
  const faults = Math.floor((n - 1) / 3);
  return [
    ...(trust ? [trust.sentence] : []),
    seal.engine === 'log' ? 'That the keeper of the log shows everybody the same one: cosignatures of witnesses, or a receipt of a quorum, show that.'
      : n === 1 ? 'With one validator, it alone vouches: that it did not write a second history for somebody else, only others who keep its roots can show.'
        : `That at most ${count(faults)} of the ${count(n)} validators lie: up to then no other block can be certified at this height.`,
    ...(subject.kind === 'transaction' ? ['Whose key it is, and whether the meter measured rightly: the ledger records who registered the key, not what the meter stood on.'] : []),
  ];
}
