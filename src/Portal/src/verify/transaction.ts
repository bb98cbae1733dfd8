import type { JwsGeneral, Receipt } from '../api/types';
import { ascii, equal, fromBase64Url, sha256, toBase64Url } from './bytes';
import { type CompactJws, type EcJwk, ecJwk, parseCompact, signingInputOf, thumbprint, verifyEs256 } from './jose';
import { climb, leafHash } from './merkle';

/** One thing that was checked: what it claims, what this browser computed, and whether the two agree. */
export interface Step { id: 'id' | 'key' | 'signature' | 'leaf' | 'inclusion' | 'certificate'; title: string; ok: boolean; explanation: string; facts: { label: string; value: string }[] }

export interface Evidence {
  /** The transaction's id as the address names it. */
  id: string;
  ledger: string;
  /** The transaction itself: compact JWS. */
  jws: string;
  signerKey: unknown;
  receipt: Receipt;
  /** The keys that may sign blocks, by key id, as JWK objects or texts. */
  validatorKeys: Record<string, unknown>;
}

export interface Verdict { ok: boolean; steps: Step[]; milliseconds: number }

class Steps {
  readonly all: Step[] = [];
  async run(id: Step['id'], title: string, check: () => Promise<Omit<Step, 'id' | 'title'>>): Promise<boolean> {
    let outcome: Omit<Step, 'id' | 'title'>;
    try {
      outcome = await check();
    } catch (error) {
      outcome = { ok: false, explanation: error instanceof Error ? `${error.message}.` : String(error), facts: [] };
    }
    this.all.push({ id, title, ...outcome });
    return outcome.ok;
  }
}

interface BlockPayload { ledger?: unknown; number?: unknown; size?: unknown; root?: unknown; validators?: unknown }

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? 'nothing');

/**
 * Verifies a transaction from its bytes alone: its id, its signer's key and signature, its place in the history tree (RFC 6962), and the
 * certificate of the block that fixed that tree. Nothing here asks the server whether something is true.
 */
export async function verifyTransaction(evidence: Evidence): Promise<Verdict> {
  const started = performance.now();
  const steps = new Steps();
  const { receipt } = evidence;
  let parsed: CompactJws | null = null;
  let signer: EcJwk | null = null;

  await steps.run('id', 'The id is the fingerprint of the content', async () => {
    parsed = parseCompact(evidence.jws);
    const computed = toBase64Url(await sha256(parsed.signingInput));
    const named = parsed.header.ledger === evidence.ledger;
    const ok = computed === evidence.id && receipt.transaction === evidence.jws && named;
    return {
      ok,
      explanation: ok ? 'SHA-256 over header and payload gives exactly the id in the address.'
        : computed === evidence.id && named ? 'The receipt was issued for other bytes than these.'
        : named ? 'SHA-256 over header and payload gives a different id: the content is not what this id stands for.'
          : `The transaction was written for ledger ${text(parsed.header.ledger)}, not for ${evidence.ledger}.`,
      facts: [{ label: 'Expected', value: evidence.id }, { label: 'Computed', value: computed }],
    };
  });

  await steps.run('key', 'The key is the one the transaction names', async () => {
    signer = ecJwk(evidence.signerKey);
    const computed = await thumbprint(signer);
    const kid = text(parsed?.header.kid);
    return {
      ok: computed === kid,
      explanation: computed === kid ? 'The RFC 7638 thumbprint of the public key equals the key id inside the signed header.' : 'The public key on record is not the key that the header names.',
      facts: [{ label: 'Named', value: kid }, { label: 'Computed', value: computed }],
    };
  });

  await steps.run('signature', 'The signature belongs to that key', async () => {
    if (!parsed || !signer) throw new Error('There is no readable transaction or key to check a signature with');
    const algorithm = parsed.header.alg;
    const ok = algorithm === 'ES256' && await verifyEs256(signer, parsed.signature, parsed.signingInput);
    return {
      ok,
      explanation: ok ? 'ECDSA P-256 with SHA-256 (ES256), checked by this browser\'s own WebCrypto.'
        : 'The signature does not fit these bytes: they were altered after signing, or signed by another key.',
      facts: [{ label: 'Algorithm', value: text(algorithm) }, { label: 'Signature', value: toBase64Url(parsed.signature) }],
    };
  });

  let leaf: Uint8Array | null = null;
  let block: BlockPayload = {};
  const payload = receipt.block.payload;

  await steps.run('leaf', 'Its leaf in the history tree', async () => {
    leaf = await leafHash(ascii(evidence.jws));
    return {
      ok: true,
      explanation: `The leaf is SHA-256 of a zero byte and the ${evidence.jws.length.toLocaleString('en-GB')} bytes of the transaction (RFC 6962).`,
      facts: [{ label: 'Leaf hash', value: toBase64Url(leaf) }, { label: 'Position', value: `entry ${receipt.index.toLocaleString('en-GB')}, counted from 0` }],
    };
  });

  await steps.run('inclusion', 'The leaf leads to the root that the block signed', async () => {
    if (!leaf) throw new Error('There is no leaf to start from');
    block = JSON.parse(new TextDecoder().decode(fromBase64Url(payload))) as BlockPayload;
    const root = await climb(leaf, receipt.index, typeof block.size === 'number' ? block.size : -1, receipt.proof.map(fromBase64Url));
    const sameTree = block.ledger === evidence.ledger;
    const ok = sameTree && root !== null && equal(root, fromBase64Url(text(block.root)));
    return {
      ok,
      explanation: ok ? `${receipt.proof.length} sibling hashes lead from the leaf to the root inside block ${text(block.number)}.`
        : !sameTree ? `The block belongs to ledger ${text(block.ledger)}, not to ${evidence.ledger}.` : 'Climbing from the leaf does not arrive at the root that the block signed.',
      facts: [{ label: 'Root in the block', value: text(block.root) }, { label: 'Computed', value: root ? toBase64Url(root) : 'the proof has the wrong shape' }],
    };
  });

  await steps.run('certificate', 'The block is signed by the ledger\'s validators', async () => {
    const { signed, needed, seen, validators } = await certificate(receipt.block, block, evidence.validatorKeys);
    const ok = needed > 0 && signed.size >= needed;
    return {
      ok,
      explanation: ok ? `${signed.size} of ${validators.length} ${validators.length === 1 ? 'validator' : 'validators'} signed this block; ${needed} ${needed === 1 ? 'is' : 'are'} needed.`
        : needed === 0 ? 'The block names no validators.' : `${signed.size} valid ${signed.size === 1 ? 'signature' : 'signatures'} of ${seen}, but ${needed} of ${validators.length} validators are needed.`,
      facts: [{ label: 'Block id', value: toBase64Url(await sha256(fromBase64Url(payload))) }, ...validators.map((kid) => ({ label: signed.has(kid) ? 'Signed by' : 'No valid signature of', value: kid }))],
    };
  });

  return { ok: steps.all.every((step) => step.ok), steps: steps.all, milliseconds: performance.now() - started };
}

/** Who of the block's validators signed it: only keys whose own thumbprint is the id they are filed under count. */
async function certificate(jws: JwsGeneral, block: BlockPayload, keys: Record<string, unknown>) {
  const validators = Array.isArray(block.validators) ? block.validators.map(text) : [];
  const signed = new Set<string>();
  for (const one of jws.signatures) {
    const { header, signingInput } = signingInputOf(one.protected, jws.payload);
    const kid = text(header.kid);
    if (!validators.includes(kid) || header.alg !== 'ES256' || !(kid in keys)) continue;
    const key = ecJwk(keys[kid]);
    if (await thumbprint(key) === kid && await verifyEs256(key, fromBase64Url(one.signature), signingInput)) signed.add(kid);
  }
  // solo: its one validator; quorum: more than two thirds (⌊2n/3⌋+1).
  const needed = validators.length <= 1 ? validators.length : Math.floor((2 * validators.length) / 3) + 1;
  return { signed, needed, seen: jws.signatures.length, validators };
}
