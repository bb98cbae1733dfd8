import { createHash } from 'node:crypto';

/** The state's crit-bit trie by its definition (docs/formats.md, State): built whole from paths and values, for the mock and the tests. */
export type Leaf = { hash: Buffer; path: string; valueHash: Buffer; value: Buffer };
type Node = Leaf | { hash: Buffer; bit: number; left: Node; right: Node };

const sha = (...parts: Uint8Array[]): Buffer => { const h = createHash('sha256'); for (const p of parts) h.update(p); return h.digest(); };
const u16 = (n: number) => Buffer.of(n >> 8, n & 255);
const bitOf = (path: string, bit: number): number => ((path.charCodeAt(bit >> 3) || 0) >> (7 - (bit & 7))) & 1;

function firstDifference(a: string, b: string): number {
  let bit = 0;
  while (bitOf(a, bit) === bitOf(b, bit)) bit++;
  return bit;
}

/** A leaf: SHA-256(0x00 ‖ u16 path length ‖ path ‖ SHA-256(value)). */
export function leaf(path: string, value: Buffer): Leaf {
  const valueHash = sha(value);
  return { path, value, valueHash, hash: sha(Buffer.of(0), u16(path.length), Buffer.from(path), valueHash) };
}

/** The trie over leaves sorted by path; null over none. */
export function build(leaves: Leaf[]): Node | null {
  if (leaves.length < 2) return leaves[0] ?? null;
  const bit = firstDifference(leaves[0]!.path, leaves.at(-1)!.path);
  const split = leaves.findIndex((l) => bitOf(l.path, bit) === 1);
  const left = build(leaves.slice(0, split))!;
  const right = build(leaves.slice(split))!;
  return { bit, left, right, hash: sha(Buffer.of(1), u16(bit), left.hash, right.hash) };
}

export const rootOf = (trie: Node | null): Buffer => trie?.hash ?? sha();

/** The proof of a path, present or absent, in its JSON form. */
export function prove(trie: Node | null, path: string) {
  const steps: { bit: number; sibling: string }[] = [];
  let node = trie;
  while (node && 'bit' in node) {
    const right: boolean = bitOf(path, node.bit) === 1;
    steps.push({ bit: node.bit, sibling: (right ? node.left : node.right).hash.toString('base64url') });
    node = right ? node.right : node.left;
  }
  if (!node) return { value: null, steps, leafPath: null, leafValueHash: Buffer.alloc(32).toString('base64url') };
  return { value: node.path === path ? node.value.toString('base64url') : null, steps, leafPath: node.path, leafValueHash: node.valueHash.toString('base64url') };
}
