import { fromBase64Url, sha256, toBase64Url } from './bytes';
import { isDigest, readBlock } from './block';
import { type CompactJws, ecJwk, parseCompact, thumbprint, verifyEs256 } from './jose';
import { Steps, type Verdict, words } from './verdict';

/** `sb-evidence/1` (docs/formats.md): two statements of one key that no honest holder of it makes both. */
export interface EvidenceFile { format: string; kind: string; jwk: unknown; first: string; second: string }

interface Point { round: number; block: string }

/** One signed statement of a validator or proposer, taken apart. */
export type Statement = { kid: string; ledger: string; number: number; said: string; jws: CompactJws } & (
  | { type: 'sb-block'; block: string }
  | { type: 'sb-vote'; block: string; round: number; phase: 'prepare' | 'lock' }
  | { type: 'sb-proposal'; block: string; round: number }
  | { type: 'sb-status'; round: number; prepared: Point | null });

const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Reads a statement of any kind by the `typ` in its header; each has one form only. Throws with a reason. Its signature is yet to be verified. */
export async function readStatement(text: string): Promise<Statement> {
  const jws = parseCompact(text);
  const [head = '', body = ''] = text.split('.');
  const { kid, typ } = jws.header;
  const payload = new TextDecoder().decode(jws.payload);
  const wrong = (): Error => new Error(`A statement of the evidence (${words(typ)}) has not the form it must have: it was altered.`);
  if (!isDigest(kid) || new TextDecoder().decode(fromBase64Url(head)) !== JSON.stringify({ alg: 'ES256', kid, typ })) throw wrong();
  if (typ === 'sb-block') {
    const { ledger, number } = readBlock({ payload: body, signatures: [] });
    const block = toBase64Url(await sha256(jws.payload));
    return { type: typ, kid, ledger, number, block, jws, said: `a signature of block ${block}` };
  }
  const p = JSON.parse(payload) as { ledger: string; number: number; round: number; phase: 'prepare' | 'lock'; block: string; prepared: Point | null };
  const { ledger, number, round, phase, block, prepared } = p;
  const canonical = (value: object) => JSON.stringify(value) === payload;
  if (typeof ledger !== 'string' || !whole(number) || !whole(round)) throw wrong();
  const common = { kid, ledger, number, round, jws };
  if (typ === 'sb-vote' && isDigest(block) && (phase === 'prepare' || phase === 'lock') && canonical({ ledger, number, round, phase, block })) {
    return { ...common, type: typ, phase, block, said: `a ${phase} vote in round ${round} for block ${block}` };
  }
  if (typ === 'sb-proposal' && isDigest(block) && canonical({ ledger, number, round, block })) return { ...common, type: typ, block, said: `a proposal in round ${round} of block ${block}` };
  const point = prepared === null ? null : { round: prepared?.round, block: prepared?.block };
  if (typ === 'sb-status' && round > 0 && (point === null || (whole(point.round) && point.round < round && isDigest(point.block))) && canonical({ ledger, number, round, prepared: point })) {
    return { ...common, type: typ, prepared: point, said: point ? `a status for round ${round} that block ${point.block} was prepared in round ${point.round}` : `a status for round ${round} that nothing was prepared before` };
  }
  throw wrong();
}

/** Why two statements exclude each other, or null when both may be made. Signatures are not looked at. */
export function conflict(a: Statement, b: Statement): { kind: string; why: string } | null {
  if (a.kid !== b.kid || a.ledger !== b.ledger || a.number !== b.number) return null;
  if (a.type === 'sb-block' && b.type === 'sb-block') return a.block !== b.block ? { kind: 'block', why: 'Two different blocks were signed at one height. A validator signs one, for ever.' } : null;
  if (a.type === 'sb-vote' && b.type === 'sb-vote') return a.round === b.round && a.block !== b.block ? { kind: 'vote', why: 'Two different blocks were voted for in one round.' } : null;
  if (a.type === 'sb-proposal' && b.type === 'sb-proposal') return a.round === b.round && a.block !== b.block ? { kind: 'proposal', why: 'Two different blocks were proposed in one round: different validators were shown different ones.' } : null;
  if (a.type === 'sb-status' && b.type === 'sb-status') {
    return a.round === b.round && JSON.stringify(a.prepared) !== JSON.stringify(b.prepared) ? { kind: 'status', why: 'Two different accounts of what was prepared before were given for one round.' } : null;
  }
  const [vote, status] = a.type === 'sb-vote' ? [a, b] : [b, a];
  if (vote.type !== 'sb-vote' || status.type !== 'sb-status' || vote.phase !== 'lock' || status.round <= vote.round) return null;
  const { prepared } = status;
  const denies = prepared === null || prepared.round < vote.round || (prepared.round === vote.round && prepared.block !== vote.block);
  return denies ? { kind: 'lie', why: 'A lock vote says that a quorum had prepared a block; the later status denies it.' } : null;
}

/** Verifies a file of evidence with nothing but itself. */
export async function verifyEvidence(file: EvidenceFile): Promise<Verdict> {
  const steps = new Steps();
  let both: [Statement, Statement] | null = null;
  let kid = '';
  await steps.run('statements', 'Both statements are signed by the same key', async () => {
    const jwk = ecJwk(file.jwk);
    kid = await thumbprint(jwk);
    both = [await readStatement(words(file.first)), await readStatement(words(file.second))];
    for (const one of both) {
      if (one.kid !== kid) throw new Error(`A statement names the key ${one.kid}, the file accuses ${kid}.`);
      if (!await verifyEs256(jwk, one.jws.signature, one.jws.signingInput)) throw new Error(`The signature of ${one.said} does not fit: the statement was altered, or somebody else made it up.`);
    }
    return { ok: true, explanation: 'ECDSA P-256 with SHA-256 (ES256), checked by this browser\'s own WebCrypto.', facts: [{ label: 'Key', value: kid }, ...both.map((s) => ({ label: 'Said', value: s.said }))] };
  });
  await steps.run('conflict', 'The statements exclude each other', async () => {
    if (!both) throw new Error('There are no two readable statements to compare.');
    const found = conflict(...both);
    const ok = found !== null && found.kind === file.kind;
    return {
      ok, explanation: ok ? found.why : found ? `The file says “${words(file.kind)}”, the statements show “${found.kind}”.` : 'An honest validator may make both statements: this shows no fault.',
      facts: [{ label: 'Ledger', value: both[0].ledger }, { label: 'Height', value: String(both[0].number) }],
    };
  });
  const said = both as [Statement, Statement] | null;
  const ok = steps.ok;
  return {
    format: 'sb-evidence/1', ok, steps: steps.all, seal: null, way: null, milliseconds: steps.milliseconds,
    subject: said && { kind: 'evidence', ledger: said[0].ledger, kid, what: file.kind, first: readable(said[0]), second: readable(said[1]) },
    sentence: ok ? `The holder of the key ${kid} broke the rules at height ${said![0].number.toLocaleString('en-GB')} of ${said![0].ledger}: ${said![0].said}, and ${said![1].said}.` : steps.wrong,
  };
}

const readable = (s: Statement): unknown => ({ header: s.jws.header, payload: JSON.parse(new TextDecoder().decode(s.jws.payload)) as unknown });

/** Reads the JSON of a file of evidence; the verdict says what is wrong inside. */
export function readEvidence(json: Record<string, unknown>): EvidenceFile {
  if (typeof json.first !== 'string' || typeof json.second !== 'string') throw new Error('The evidence holds no two statements.');
  return json as unknown as EvidenceFile;
}
