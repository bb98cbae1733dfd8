import { count } from '../../format/numbers';
import type { Verdict } from '../../verify/verdict';
import type { Level, Way } from '../../verify/way';

/** What the picture shows, from the visitor's own record down to the signatures, with a sentence for each. */
export type Stage =
  | { kind: 'record'; title: string; text: string }
  | { kind: 'join'; level: Level; number: number; title: string; text: string }
  | { kind: 'more'; joins: number; title: string; text: string }
  | { kind: 'root'; title: string; text: string }
  | { kind: 'seal'; title: string; text: string };

/** Joins shown without asking: the first ones and the last ones; what lies between is more of the same. */
const first = 3;
const last = 2;

/** The stages of a way, in the order in which one walks it. */
export function stagesOf(verdict: Verdict, way: Way, all: boolean): Stage[] {
  const history = way.kind === 'history';
  const absent = verdict.subject?.kind === 'state' && !verdict.subject.present;
  const joins = way.levels.map((level, i): Stage => ({
    kind: 'join', level, number: i + 1, title: `Join ${i + 1} of ${way.levels.length}`,
    text: history
      ? `Its fingerprint is put together with the one ${level.side === 'left' ? 'before' : 'after'} it, which stands for ${level.covers}. Both give one new fingerprint, for ${level.together}.`
      : `Here ${level.covers} branch off. Their fingerprint and ours give one new fingerprint, for ${level.together}.`,
  }));
  const hidden = joins.length - first - last;
  const shown = all || hidden < 2 ? joins : [
    ...joins.slice(0, first),
    { kind: 'more', joins: hidden, title: `${count(hidden)} more joins`, text: `The same ${count(hidden)} more times: a fingerprint from the file, put together with ours.` } satisfies Stage,
    ...joins.slice(-last),
  ];
  const seal = verdict.seal;
  const signed = seal?.validators.filter((v) => v.signed).length ?? 0;
  return [
    { kind: 'record', ...recordOf(way, absent) },
    ...shown,
    {
      kind: 'root', title: way.reached ? `The root in ${way.end}` : 'Not the root that was signed',
      text: way.reached ? `What comes out is exactly the ${history ? 'root of the history' : 'root of the state'} that stands in ${way.end}. Had one letter of ${history ? 'the transaction' : 'the value'} been different, every fingerprint from here up would be, too.`
        : `What comes out is not what stands in ${way.end}: ${history ? 'the transaction' : 'the path, the value'}, its place or one of the neighbours was altered.`,
    },
    ...(seal ? [{
      kind: 'seal' as const, title: seal.engine === 'log' ? 'Signed by the log' : `Signed by ${count(signed)} of ${count(seal.validators.length)} ${seal.validators.length === 1 ? 'validator' : 'validators'}`,
      text: seal.engine === 'log' ? 'Whoever keeps the log signed this root. The root covers everything above, so the one signature covers it, too.'
        : `${signed === 1 ? 'One validator has' : `${count(signed)} validators have`} signed this block; ${count(seal.needed)} ${seal.needed === 1 ? 'is' : 'are'} needed. The block holds the root, and the root covers everything above.`,
    }] : []),
  ];
}

function recordOf(way: Way, absent: boolean): { title: string; text: string } {
  if (way.kind === 'history') return { title: 'The transaction', text: `Its bytes are turned into a fingerprint of 32 bytes: its leaf, ${way.leaf.label} of the ledger.` };
  return absent ? { title: 'The neighbour in its place', text: `Where the path would have to be stands ${way.leaf.label}. There can be no second place for it, so there is nothing at the path asked for.` }
    : { title: 'The path and its value', text: 'Path and value are turned into a fingerprint of 32 bytes: their leaf in the tree of the state.' };
}

/** What the picture says, for who has never heard of a hash: two or three sentences. */
export function inShort(verdict: Verdict, way: Way): string {
  const joins = way.levels.length;
  const what = way.kind === 'history' ? 'This record' : verdict.subject?.kind === 'state' && !verdict.subject.present ? 'What stands where this would have to be' : 'This value';
  if (!way.reached) return `${what} was made into a fingerprint and joined with its neighbours, ${times(joins)}. What came out is not what was signed: something was altered.`;
  const covered = way.kind === 'history' && verdict.seal ? `all ${count(verdict.seal.size)} records of the ledger` : 'everything the ledger knows';
  return `${what} is made into a fingerprint. That is joined with the one beside it into a new one, and so on, ${times(joins)}, until a single fingerprint stands for ${covered}. It is exactly the one in ${way.end} that was signed, `
    + 'and had one letter been different, it could not be. This browser has computed every line.';
}

const times = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${count(n)} times`);
