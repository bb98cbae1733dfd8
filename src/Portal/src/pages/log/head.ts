import { body, GET } from '../../api/client';
import { api, call, segment } from '../../api/http';
import type { BlockDetail, BlockSummary, LogWitness, Page } from '../../api/types';
import { checkCertificate, readBlock } from '../../verify/block';
import { equal, fromBase64Url, toBase64Url } from '../../verify/bytes';
import { type Checkpoint, cosignedAt, noteSigner, readCheckpoint, readNote, readWitnessKey, type SignedNote } from '../../verify/note';
import { type Continuation, continues, lastSeen, remember, type SeenHead } from '../../verify/seen';

export interface Head {
  text: string;
  /** Verifier keys as the server gives them, for other programs. */
  keys: string[];
  note: SignedNote; checkpoint: Checkpoint;
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
  const head: Head = { text: note, keys: key.trim().split('\n'), note: read, checkpoint, signers: own.flatMap((s) => (s ? [s.kid] : [])), block: await blockOf(ledger, checkpoint, signal), before: await compare(ledger, checkpoint, signal) };
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

/** A witness of the log: what this browser finds under the head, and what the host says of it. */
export interface Cosigner { name: string; key: string | null; at: number | null; pinned: boolean; wrong: boolean; host: LogWitness | null }

/** Every witness that signed the head or is asked to, each line checked with the key one pinned or, failing that, the one the host names. */
export async function cosigners(head: Head, asked: LogWitness[], pinned: string[]): Promise<Cosigner[]> {
  const lines = head.note.signatures.filter((s) => s.name !== head.checkpoint.origin);
  const keys = [...pinned, ...asked.map((w) => w.key).filter((key) => !pinned.includes(key))];
  const known = await Promise.all(keys.map(async (key): Promise<Cosigner> => {
    const witness = await readWitnessKey(key);
    const signed = lines.some((s) => s.name === witness.name && s.keyId === witness.keyId);
    const at = cosignedAt(head.note, witness);
    return { name: witness.name, key, at, pinned: pinned.includes(key), wrong: signed && at === null, host: asked.find((w) => w.key === key) ?? null };
  }));
  const strangers = lines.filter((s) => !keys.some((key) => key.startsWith(`${s.name}+${s.keyId}+`)));
  return [...known, ...strangers.map((s): Cosigner => ({ name: s.name, key: null, at: null, pinned: false, wrong: false, host: null }))];
}
