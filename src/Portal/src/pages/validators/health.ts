import type { LedgerValidator, Validators } from '../../api/types';
import { count, plural } from '../../format/numbers';

/** How a validator stands: the host that seals alone, with the head, catching up, away, or not asked. */
export type Standing = 'alone' | 'current' | 'behind' | 'away' | 'former';

/** Blocks that arrive while one looks do not make a validator late. */
const tolerance = 2;

export function standingOf(v: LedgerValidator, engine = 'quorum'): Standing {
  if (!v.inSet) return 'former';
  if (engine === 'solo') return 'alone';
  if (!v.connected && !v.hosted) return 'away';
  return (v.lag ?? 0) > tolerance ? 'behind' : 'current';
}

export const nameOf = (v: Pick<LedgerValidator, 'name' | 'party' | 'kid'>): string => v.name || v.party || `${v.kid.slice(0, 6)}…`;

/** The state of affairs in a sentence: who signs, whether that is enough, and who is missing. */
export function summary({ engine, needed, items }: Validators): { tone: 'good' | 'warn' | 'bad'; text: string } {
  const set = items.filter((v) => v.inSet);
  if (engine === 'solo') return { tone: 'good', text: `One validator certifies this ledger: ${set.map(nameOf).join(', ')}. It shows who made the ledger and that nothing was changed since; that there is no second history, only others who keep its roots can show.` };
  const ready = set.filter((v) => standingOf(v) === 'current' || standingOf(v) === 'behind');
  const missing = set.filter((v) => standingOf(v) === 'away');
  const late = set.filter((v) => standingOf(v) === 'behind');
  const behind = late.length > 0 ? ` ${late.map((v) => `${nameOf(v)} is ${plural(v.lag ?? 0, 'block')} behind`).join(', ')} and catching up.` : '';
  const away = missing.length > 0 ? ` ${missing.map(nameOf).join(', ')} ${missing.length === 1 ? 'is' : 'are'} not connected.` : '';
  if (ready.length < needed) return { tone: 'bad', text: `${count(ready.length)} of ${count(set.length)} validators can sign, ${count(needed)} are needed: nothing new is acknowledged until more return, and nothing is lost.${away}` };
  const spare = ready.length - needed;
  return {
    tone: missing.length > 0 || late.length > 0 ? 'warn' : 'good',
    text: `${count(ready.length)} of ${count(set.length)} validators can sign, ${count(needed)} are needed${spare === 0 ? ': none may fail now' : `: ${spare === 1 ? 'one' : count(spare)}${ready.length < set.length ? ' more' : ''} may fail`}.${behind}${away}`,
  };
}
