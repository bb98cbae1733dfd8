import type { StateReceipt } from '../api/types';
import { type Bytes, ascii, concat, equal, fromBase64Url, sha256, toBase64Url } from './bytes';
import { type BlockPayload, checkCertificate, readBlock } from './block';
import { type Seal, Steps, type Verdict, words } from './verdict';
import type { Level, Way } from './way';

const longest = 512;
const valid = /^[\x21-\x7e]{1,512}$/;
const u16 = (n: number): Bytes => Uint8Array.of(n >> 8, n & 255);
const bitOf = (path: Uint8Array, bit: number): number => ((path[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;

/** Hash of a leaf (docs/formats.md, State): SHA-256(0x00 ‖ u16 path length ‖ path ‖ SHA-256(value)). */
export const stateLeaf = (path: Uint8Array, valueHash: Uint8Array): Promise<Bytes> => sha256(concat(Uint8Array.of(0), u16(path.length), path, valueHash));

/** Hash of an inner node: SHA-256(0x01 ‖ u16 bit ‖ left ‖ right). */
export const stateNode = (bit: number, left: Uint8Array, right: Uint8Array): Promise<Bytes> => sha256(concat(Uint8Array.of(1), u16(bit), left, right));

export interface StateProof { value: string | null; steps: { bit: number; sibling: string }[]; leafPath: string | null; leafValueHash: string }

/** What a proof says of a path under a root: its value (null for nothing), and the way there. */
export interface StateWay { present: boolean; value: Bytes | null; levels: Level[]; leaf: string; computed: string }

/** What lies on the other side of a fork: all below it have the leaf's first bits in common. */
function otherSide(leafPath: string, bit: number): string {
  const common = leafPath.slice(0, bit >> 3);
  return common === '' ? 'the paths that begin differently' : `the other paths that begin with “${common}”`;
}

/**
 * Climbs from the leaf that the path's own bits lead to. Throws with a reason when the proof says something that cannot be: its leaf would not
 * be the one where this path has to be, or its value is not the one its leaf holds.
 */
export async function climbState(path: string, proof: StateProof): Promise<StateWay> {
  if (!valid.test(path)) throw new Error(`A path has 1 to ${longest} printable ASCII characters without spaces.`);
  if (!Array.isArray(proof?.steps) || (proof.value !== null && typeof proof.value !== 'string')) throw new Error('The file holds no state proof: value, steps, leafPath and leafValueHash.');
  const key = ascii(path);
  const value = proof.value === null ? null : fromBase64Url(proof.value);
  const valueHash = fromBase64Url(words(proof.leafValueHash));
  if (valueHash.length !== 32) throw new Error('The hash of the leaf\'s value has not 32 bytes.');
  if (proof.leafPath === null) {
    if (proof.steps.length > 0 || value !== null || valueHash.some((b) => b !== 0)) throw new Error('The proof of an empty state holds more than nothing.');
    const empty = toBase64Url(await sha256(new Uint8Array()));
    return { present: false, value: null, levels: [], leaf: empty, computed: empty };
  }
  if (typeof proof.leafPath !== 'string' || !valid.test(proof.leafPath)) throw new Error('The path of the leaf that the proof reaches is none.');
  const leafKey = ascii(proof.leafPath);
  const leaf = await stateLeaf(leafKey, valueHash);
  let node = leaf;
  let below = Number.POSITIVE_INFINITY;
  const levels: Level[] = [];
  for (const { bit, sibling } of [...proof.steps].reverse()) {
    if (!Number.isSafeInteger(bit) || bit < 0 || bit >= below || bit >= (longest + 1) * 8) throw new Error('The forks of the proof do not follow each other from the root down: it was altered.');
    if (bitOf(key, bit) !== bitOf(leafKey, bit)) throw new Error(`The proof turns off at a fork where ${path} would go the other way: it is about another path.`);
    below = bit;
    const other = fromBase64Url(words(sibling));
    if (other.length !== 32) throw new Error('A hash of the proof has not 32 bytes.');
    const side = bitOf(key, bit) === 0 ? 'right' : 'left';
    node = side === 'right' ? await stateNode(bit, node, other) : await stateNode(bit, other, node);
    const common = proof.leafPath.slice(0, bit >> 3);
    levels.push({ side, sibling: toBase64Url(other), covers: otherSide(proof.leafPath, bit), result: toBase64Url(node), together: common === '' ? 'all paths' : `all paths that begin with “${common}”` });
  }
  const present = equal(leafKey, key);
  if (present && (value === null || !equal(await sha256(value), valueHash))) throw new Error('The value is not the one that the proof was made for: it was altered.');
  if (!present && value !== null) throw new Error('The proof reaches another path, yet the file names a value: it was altered.');
  return { present, value, levels, leaf: toBase64Url(leaf), computed: toBase64Url(node) };
}

const printable = (value: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value);
  } catch {
    return toBase64Url(value);
  }
};

/** Verifies a state receipt (`sb-state/1`): what a ledger had at a path after a block, or that it had nothing there. */
export async function verifyState(receipt: StateReceipt, expected?: { ledger: string; path: string; block?: number }): Promise<Verdict> {
  const steps = new Steps();
  let block: BlockPayload | null = null;
  let found: StateWay | null = null;
  let way: Way | null = null;
  let seal: Seal | null = null;
  const path = words(receipt.path);
  await steps.run('leaf', 'The leaf where this path has to be', async () => {
    if (expected && path !== expected.path) throw new Error(`The receipt is about the path ${path}, not about ${expected.path}.`);
    const { proof } = receipt;
    found = await climbState(path, proof);
    return {
      ok: true,
      explanation: found.present ? 'The leaf has exactly this path, and the fingerprint of exactly this value.'
        : proof.leafPath === null ? 'The state is empty: there is no leaf at all.' : `Where ${path} would have to be stands ${words(proof.leafPath)}: so there is nothing at the path asked for.`,
      facts: [{ label: 'Path', value: path }, { label: 'Leaf hash', value: found.leaf }],
    };
  });
  await steps.run('inclusion', 'The leaf leads to the state root that the block signed', async () => {
    block = readBlock(receipt.block);
    if (!found) throw new Error('There is no leaf to start from.');
    const { levels, leaf, computed } = found;
    const named = block.ledger === (expected?.ledger ?? block.ledger) && block.number === (expected?.block ?? block.number);
    way = { kind: 'state', leaf: { hash: leaf, label: receipt.proof.leafPath ?? 'nothing' }, levels, root: block.state, reached: computed === block.state, end: `block ${block.number.toLocaleString('en-GB')}` };
    return {
      ok: named && way.reached,
      explanation: !named ? `The receipt is of block ${block.number} of ledger ${block.ledger}, which is not the one asked for.`
        : way.reached ? `${levels.length} neighbouring hashes lead from the leaf to the state root inside block ${block.number.toLocaleString('en-GB')}.`
          : 'Climbing from the leaf does not arrive at the state root that the block signed: the path, the value or the proof was altered.',
      facts: [{ label: 'Root in the block', value: block.state }, { label: 'Computed', value: computed }],
    };
  });
  await steps.run('certificate', 'The block is signed by its validators', async () => {
    const checked = await checkCertificate(receipt.block, block ?? readBlock(receipt.block));
    seal = checked.seal;
    return checked.step;
  });
  const ok = steps.ok;
  const state = found as StateWay | null;
  const by = seal as Seal | null;
  return {
    format: 'sb-state/1', ok, steps: steps.all, seal, way, milliseconds: steps.milliseconds,
    subject: state && { kind: 'state', ledger: by?.ledger ?? '', path, present: state.present, value: state.value && printable(state.value) },
    sentence: !ok ? steps.wrong : state!.present ? `After block ${by!.block!.number.toLocaleString('en-GB')} the ledger ${by!.ledger} had this value at ${path}.`
      : `After block ${by!.block!.number.toLocaleString('en-GB')} the ledger ${by!.ledger} had nothing at ${path}.`,
  };
}

/** Reads the JSON of a state receipt; the verdict says what is wrong inside. */
export function readStateReceipt(json: Record<string, unknown>): StateReceipt {
  if (typeof json.path !== 'string') throw new Error('The state receipt names no path.');
  if (typeof json.proof !== 'object' || json.proof === null) throw new Error('The state receipt holds no proof.');
  return json as unknown as StateReceipt;
}
