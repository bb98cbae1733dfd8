import type { Receipt } from '../api/types';
import { equal, fromBase64Url, sha256, toBase64Url } from './bytes';
import { asciiOnly, type BlockPayload, checkCertificate, readBlock } from './block';
import { type CompactJws, parseCompact } from './jose';
import { climbJoins, type Join, leafHash } from './merkle';
import { signerOf } from './recover';
import { Steps, type Seal, type TransactionSubject, type Verdict, words } from './verdict';
import type { Way } from './way';

/** What a page already shows, and the receipt has to be about. */
export interface Expected { id: string; ledger: string; jws: string }

const counted = (n: number): string => n.toLocaleString('en-GB');

/** "entry 7" or "entries 512 to 767", counted from 0 as in the log. */
export function entries([from, to]: [number, number]): string {
  return to - from === 1 ? `entry ${counted(from)}` : `entries ${counted(from)} to ${counted(to - 1)}`;
}

/** The joins of an inclusion proof as a picture has them. */
export function historyWay(leaf: Uint8Array, joins: Join[], index: number, root: Uint8Array, end: string): Way {
  return {
    kind: 'history', leaf: { hash: toBase64Url(leaf), label: `entry ${counted(index)}` }, root: toBase64Url(root), reached: equal(joins.at(-1)?.node ?? leaf, root), end,
    levels: joins.map((j) => ({ side: j.side, sibling: toBase64Url(j.sibling), covers: entries(j.covers), result: toBase64Url(j.node), together: entries(j.together) })),
  };
}

/** Steps 1 to 3, which a receipt and a tlog-proof share: signature, id, leaf. */
export async function checkTransaction(steps: Steps, jws: string, index: number, expected?: Expected): Promise<{ leaf: Uint8Array | null; parsed: CompactJws | null; subject: TransactionSubject | null }> {
  let parsed: CompactJws | null = null;
  let id = '';
  await steps.run('signature', 'The transaction is signed by the key it names', async () => {
    parsed = parseCompact(jws);
    const { header } = parsed;
    const key = header.alg === 'ES256' ? await signerOf(header.kid, parsed.signature, parsed.signingInput) : null;
    return {
      ok: key !== null,
      explanation: key !== null ? 'ECDSA P-256 with SHA-256 (ES256), checked by this browser\'s own WebCrypto; the fingerprint of the key (RFC 7638) is the id in the signed header.'
        : 'The signature does not fit these bytes: they were altered after signing, or another key signed them than the one they name.',
      facts: [{ label: 'Key', value: words(header.kid) }, { label: 'Signature', value: toBase64Url(parsed.signature) }],
    };
  });
  await steps.run('id', 'Its id is the fingerprint of its content', async () => {
    if (!parsed) throw new Error('There is no readable transaction to take a fingerprint of.');
    id = toBase64Url(await sha256(parsed.signingInput));
    const wrong = parsed.header.typ !== 'sb-tx' ? `This is a signed ${words(parsed.header.typ)}, not a transaction.`
      : expected && parsed.header.ledger !== expected.ledger ? `The transaction was written for ledger ${words(parsed.header.ledger)}, not for ${expected.ledger}.`
        : expected && id !== expected.id ? 'SHA-256 over header and payload gives a different id: the content is not what this id stands for.'
          : expected && jws !== expected.jws ? 'The receipt was issued for other bytes than these.' : '';
    return {
      ok: wrong === '', explanation: wrong || (expected ? 'SHA-256 over header and payload gives exactly the id in the address.' : 'SHA-256 over header and payload: whoever changes a letter gets another id.'),
      facts: [...(expected ? [{ label: 'Expected', value: expected.id }] : []), { label: 'Computed', value: id }],
    };
  });
  let leaf: Uint8Array | null = null;
  await steps.run('leaf', 'Its leaf in the ledger\'s history', async () => {
    const bytes = asciiOnly(jws, 'transaction');
    leaf = await leafHash(bytes);
    return {
      ok: true, explanation: `The leaf is SHA-256 of a zero byte and the ${counted(bytes.length)} bytes of the transaction (RFC 6962).`,
      facts: [{ label: 'Leaf hash', value: toBase64Url(leaf) }, { label: 'Position', value: `entry ${counted(index)}, counted from 0` }],
    };
  });
  return { leaf, parsed, subject: parsed && subjectOf(parsed, id, jws, index) };
}

function subjectOf(parsed: CompactJws, id: string, jws: string, index: number): TransactionSubject {
  const { header } = parsed;
  let payload: unknown = null;
  try {
    payload = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(parsed.payload));
  } catch {
    // Not every family needs JSON; the bytes are shown as they are.
    payload = toBase64Url(parsed.payload);
  }
  return { kind: 'transaction', id, ledger: words(header.ledger), index, family: words(header.family), signer: words(header.kid), time: typeof header.iat === 'number' ? header.iat : 0, payload, jws };
}

/**
 * Verifies a receipt (`sb-receipt/1`) from its bytes alone: signature and id of the transaction, its place in the history (RFC 6962), and the
 * certificate of the block that fixed that history. Nothing here asks anybody whether something is true.
 */
export async function verifyReceipt(receipt: Receipt, expected?: Expected): Promise<Verdict> {
  const steps = new Steps();
  const jws = expected?.jws ?? receipt.transaction;
  const { leaf, parsed, subject } = await checkTransaction(steps, jws, receipt.index, expected && { ...expected, jws: receipt.transaction });
  let block: BlockPayload | null = null;
  let way: Way | null = null;
  let seal: Seal | null = null;
  await steps.run('inclusion', 'The leaf leads to the root that the block signed', async () => {
    block = readBlock(receipt.block);
    if (!leaf) throw new Error('There is no leaf to start from.');
    if (!Array.isArray(receipt.proof)) throw new Error('The receipt holds no proof.');
    const root = fromBase64Url(block.root);
    const joins = await climbJoins(leaf, receipt.index, block.size, receipt.proof.map((hash) => fromBase64Url(words(hash))));
    if (joins) way = historyWay(leaf, joins, receipt.index, root, `block ${counted(block.number)}`);
    const same = parsed?.header.ledger === block.ledger && (!expected || block.ledger === expected.ledger);
    const ok = same && way?.reached === true;
    return {
      ok,
      explanation: ok ? `${receipt.proof.length} neighbouring hashes lead from the leaf to the root inside block ${counted(block.number)}.`
        : !same ? `The transaction is for ledger ${words(parsed?.header.ledger)}, the block belongs to ${block.ledger}.`
          : joins ? 'Climbing from the leaf does not arrive at the root that the block signed: the transaction, its place or the proof was altered.' : 'The proof has not the shape that this place in a history of this size demands.',
      facts: [{ label: 'Root in the block', value: block.root }, { label: 'Computed', value: way ? (joins?.at(-1) ? toBase64Url(joins.at(-1)!.node) : toBase64Url(leaf)) : 'the proof has the wrong shape' }],
    };
  });
  await steps.run('certificate', 'The block is signed by its validators', async () => {
    const checked = await checkCertificate(receipt.block, block ?? readBlock(receipt.block));
    seal = checked.seal;
    return checked.step;
  });
  const ok = steps.ok;
  const found = seal as Seal | null;
  return {
    format: 'sb-receipt/1', ok, steps: steps.all, subject, seal, way, milliseconds: steps.milliseconds,
    sentence: ok ? `This transaction is on the ledger ${found!.ledger}, as entry ${counted(receipt.index)}, in the history that block ${counted(found!.block!.number)} sealed.` : steps.wrong,
  };
}

/** Reads the JSON of a receipt; the verdict says what is wrong inside. */
export function readReceipt(json: Record<string, unknown>): Receipt {
  const { transaction, index } = json;
  if (typeof transaction !== 'string') throw new Error('The receipt holds no transaction.');
  if (!Number.isSafeInteger(index)) throw new Error('The receipt does not say at which place of the history the transaction stands.');
  return json as unknown as Receipt;
}
