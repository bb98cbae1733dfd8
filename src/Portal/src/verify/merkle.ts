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

/**
 * RFC 9162 §2.1.3.2: climbs from a leaf hash to the root that the proof implies, or null when the proof has not the shape that
 * this index and size demand.
 */
export async function climb(leaf: Uint8Array, index: number, size: number, path: Uint8Array[]): Promise<Bytes | null> {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null;
  let fn = index;
  let sn = size - 1;
  let node = leaf as Bytes;
  for (const sibling of path) {
    if (sn === 0 || sibling.length !== 32) return null;
    if (fn % 2 === 1 || fn === sn) {
      node = await nodeHash(sibling, node);
      while (fn % 2 === 0 && fn !== 0) { fn = Math.floor(fn / 2); sn = Math.floor(sn / 2); }
    } else {
      node = await nodeHash(node, sibling);
    }
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 ? node : null;
}

export async function verifyInclusion(leaf: Uint8Array, index: number, size: number, path: Uint8Array[], root: Uint8Array): Promise<boolean> {
  const climbed = await climb(leaf, index, size, path);
  return climbed !== null && equal(climbed, root);
}
