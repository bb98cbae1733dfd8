import { type Bytes, concat, equal, sha256 } from './bytes';

/** RFC 6962 §2.1: a leaf is H(0x00 ‖ entry). */
export const leafHash = (entry: Uint8Array): Promise<Bytes> => sha256(concat(Uint8Array.of(0), entry));

/** RFC 6962 §2.1: an inner node is H(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Bytes> => sha256(concat(Uint8Array.of(1), left, right));

export const emptyRoot = (): Promise<Bytes> => sha256(new Uint8Array());

/** The root over leaf hashes, by the definition; for tests and small trees. */
export async function rootOf(leaves: Uint8Array[]): Promise<Bytes> {
  if (leaves.length === 0) return emptyRoot();
  if (leaves.length === 1) return leaves[0] as Bytes;
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return nodeHash(await rootOf(leaves.slice(0, split)), await rootOf(leaves.slice(split)));
}

/** The audit path of a leaf, by the definition; for tests and the mock server. */
export async function pathOf(leaves: Uint8Array[], index: number): Promise<Bytes[]> {
  if (leaves.length <= 1) return [];
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return index < split
    ? [...await pathOf(leaves.slice(0, split), index), await rootOf(leaves.slice(split))]
    : [...await pathOf(leaves.slice(split), index - split), await rootOf(leaves.slice(0, split))];
}

/** One join on the way up: the sibling, where it stands, which leaves it covers (from, to exclusive), and the hash of both together. */
export interface Join { side: 'left' | 'right'; sibling: Bytes; covers: [from: number, to: number]; node: Bytes; together: [from: number, to: number] }

/**
 * RFC 9162 §2.1.3.2: climbs from a leaf hash, join by join, or null when the proof has not the shape that this index and size demand.
 * The last node (the leaf itself without joins) is the root that the proof implies.
 */
export async function climbJoins(leaf: Uint8Array, index: number, size: number, path: Uint8Array[]): Promise<Join[] | null> {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null;
  let fn = index;
  let sn = size - 1;
  let width = 1; // leaves below a full node of this level
  let node = leaf as Bytes;
  const up = () => { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); width *= 2; };
  const joins: Join[] = [];
  for (const sibling of path as Bytes[]) {
    if (sn === 0 || sibling.length !== 32) return null;
    // The last node of a level without a neighbour is carried up as it is.
    while (fn === sn && fn % 2 === 0) up();
    const left = fn % 2 === 1;
    const at = left ? fn - 1 : fn + 1;
    node = left ? await nodeHash(sibling, node) : await nodeHash(node, sibling);
    const first = Math.min(fn, at) * width;
    joins.push({
      side: left ? 'left' : 'right', sibling, covers: [at * width, Math.min((at + 1) * width, size)], node, together: [first, Math.min(first + 2 * width, size)],
    });
    up();
  }
  return sn === 0 ? joins : null;
}

/** The root that a proof implies, or null when it has the wrong shape. */
export async function climb(leaf: Uint8Array, index: number, size: number, path: Uint8Array[]): Promise<Bytes | null> {
  const joins = await climbJoins(leaf, index, size, path);
  return joins === null ? null : joins.at(-1)?.node ?? leaf as Bytes;
}

export async function verifyInclusion(leaf: Uint8Array, index: number, size: number, path: Uint8Array[], root: Uint8Array): Promise<boolean> {
  const climbed = await climb(leaf, index, size, path);
  return climbed !== null && equal(climbed, root);
}

/** RFC 9162 §2.1.4.2: true when a tree of `first` leaves and root `a` is a prefix of one of `second` and root `b`. */
export async function verifyConsistency(first: number, a: Uint8Array, second: number, b: Uint8Array, path: Uint8Array[]): Promise<boolean> {
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(second) || first < 0 || first > second || path.some((p) => p.length !== 32)) return false;
  if (first === second) return path.length === 0 && equal(a, b);
  if (first === 0) return path.length === 0 && equal(a, await emptyRoot());
  let fn = first - 1;
  let sn = second - 1;
  const up = () => { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); };
  while (fn % 2 === 1) up();
  // A full first tree is a subtree of the second, and its root need not be sent.
  const hashes = fn === 0 ? [a, ...path] : path;
  const [start, ...rest] = hashes as Bytes[];
  if (!start) return false;
  let fr = start;
  let sr = start;
  for (const c of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = await nodeHash(c, fr);
      sr = await nodeHash(c, sr);
      while (fn % 2 === 0 && fn !== 0) up();
    } else {
      sr = await nodeHash(sr, c);
    }
    up();
  }
  return sn === 0 && equal(fr, a) && equal(sr, b);
}
