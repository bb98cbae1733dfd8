import { equal, fromBase64Url } from './bytes';
import { verifyConsistency } from './merkle';
import type { Checkpoint } from './note';

/** A head of a log as this browser saw it once. */
export interface SeenHead { origin: string; size: number; root: string; at: string }

export type Continuation = { ok: true; grown: number } | { ok: false; why: string };

/** Whether today's head continues the one seen before: the same entries in the same order, and perhaps more. `path` is the server's proof of that. */
export async function continues(seen: SeenHead, now: Checkpoint, path: string[]): Promise<Continuation> {
  if (seen.origin !== now.origin) return { ok: false, why: 'Under this name another ledger is served than before: its first block is a different one.' };
  if (now.size < seen.size) return { ok: false, why: `The log has ${now.size.toLocaleString('en-GB')} entries; this browser has seen ${seen.size.toLocaleString('en-GB')}. Entries were taken away.` };
  const root = fromBase64Url(seen.root);
  const ok = now.size === seen.size ? equal(root, now.root) : await verifyConsistency(seen.size, root, now.size, now.root, path.map(fromBase64Url));
  return ok ? { ok, grown: now.size - seen.size } : { ok, why: `The log of today does not contain what this browser saw at ${seen.size.toLocaleString('en-GB')} entries: its history was rewritten.` };
}

const key = 'smartblocks-heads';
type Store = Pick<Storage, 'getItem' | 'setItem'>;

const all = (store: Store): Record<string, SeenHead> => {
  try {
    return JSON.parse(store.getItem(key) ?? '{}') as Record<string, SeenHead>;
  } catch {
    return {};
  }
};

export const lastSeen = (ledger: string, store: Store = localStorage): SeenHead | null => all(store)[ledger] ?? null;

export function remember(ledger: string, head: SeenHead, store: Store = localStorage): void {
  store.setItem(key, JSON.stringify({ ...all(store), [ledger]: head }));
}
