import { body, GET } from '../../api/client';
import { api, call, segment } from '../../api/http';
import type { BlockDetail, BlockSummary, Page } from '../../api/types';
import { checkCertificate, readBlock } from '../../verify/block';
import { equal, fromBase64Url, toBase64Url } from '../../verify/bytes';
import { type Checkpoint, cosignedAt, noteSigner, readCheckpoint, readNote, readWitnessKey, type SignedNote } from '../../verify/note';
import { type Continuation, continues, lastSeen, remember, type SeenHead } from '../../verify/seen';

export interface Head {
  text: string; key: string; note: SignedNote; checkpoint: Checkpoint;
  /** Keys that signed for the log, found from their signatures. */
  signers: string[];
  /** The certified block that says the same, or null when none of the newest does. */
  block: { number: number; signed: number; of: number; ok: boolean } | null;
  /** What this browser saw before, and whether today's head continues it; null on the first visit. */
  before: { seen: SeenHead; continuation: Continuation } | null;
}

const text = async (path: string, signal: AbortSignal) => (await call(api(path), { signal, headers: { Accept: 'text/plain' } })).text();

/** Fetches the head of a ledger's log and checks all that can be checked of it here. */
export async function readHead(ledger: string, signal: AbortSignal): Promise<Head> {
  const log = `/ledgers/${segment(ledger)}/log`;
  const [note, key] = await Promise.all([text(`${log}/checkpoint`, signal), text(`${log}/key`, signal)]);
  const read = readNote(note);
  const checkpoint = readCheckpoint(read.text);
  const own = await Promise.all(read.signatures.filter((s) => s.name === checkpoint.origin).map((s) => noteSigner(read.text, s)));
  const head: Head = { text: note, key: key.trim(), note: read, checkpoint, signers: own.flatMap((s) => (s ? [s.kid] : [])), block: await blockOf(ledger, checkpoint, signal), before: await compare(ledger, checkpoint, signal) };
  if (head.signers.length > 0 && head.before?.continuation.ok !== false) remember(ledger, { origin: checkpoint.origin, size: checkpoint.size, root: toBase64Url(checkpoint.root), at: new Date().toISOString() });
  return head;
}

async function blockOf(ledger: string, checkpoint: Checkpoint, signal: AbortSignal): Promise<Head['block']> {
  const newest = await body<Page<BlockSummary>>(GET('/api/v1/ledgers/{ledger}/blocks', { params: { path: { ledger }, query: { limit: 20 } }, signal }));
  const same = newest.items.find((b) => b.size === checkpoint.size);
  if (!same) return null;
  const { jws } = await body<BlockDetail>(GET('/api/v1/ledgers/{ledger}/blocks/{block}', { params: { path: { ledger, block: String(same.number) } }, signal }));
  const block = readBlock(jws);
  const { step, seal } = await checkCertificate(jws, block);
  return { number: block.number, signed: seal.validators.filter((v) => v.signed).length, of: seal.validators.length, ok: step.ok && equal(fromBase64Url(block.root), checkpoint.root) };
}

async function compare(ledger: string, now: Checkpoint, signal: AbortSignal): Promise<Head['before']> {
  const seen = lastSeen(ledger);
  if (!seen) return null;
  const grown = seen.origin === now.origin && now.size > seen.size;
  const path = grown ? (await body<{ path: string[] }>(GET('/api/v1/ledgers/{ledger}/proofs/consistency', { params: { path: { ledger }, query: { from: seen.size, to: now.size } }, signal }))).path : [];
  return { seen, continuation: await continues(seen, now, path) };
}

export interface Cosignature { name: string; keyId: string; at: number | null; known: boolean }

/** Signature lines that are not the log's own, each checked with the witness keys at hand. */
export async function cosignatures(head: Head, vkeys: string[]): Promise<Cosignature[]> {
  const witnesses = await Promise.all(vkeys.map(readWitnessKey));
  return head.note.signatures.filter((s) => s.name !== head.checkpoint.origin).map(({ name, keyId }) => {
    const witness = witnesses.find((w) => w.name === name && w.keyId === keyId);
    return { name, keyId, known: witness !== undefined, at: witness ? cosignedAt(head.note, witness) : null };
  });
}
