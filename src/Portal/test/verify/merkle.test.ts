import { expect, test } from 'vitest';
import { fromHex, hex } from '../../src/verify/bytes';
import { climb, emptyRoot, leafHash, pathOf, rootOf, verifyConsistency, verifyInclusion } from '../../src/verify/merkle';

/** The published test tree of RFC 6962 implementations: eight entries and the root after each. */
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(fromHex);
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leaves = await Promise.all(entries.map(leafHash));

test('the empty tree and the eight known roots', async () => {
  expect(hex(await emptyRoot())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  for (const [i, root] of roots.entries()) expect(hex(await rootOf(leaves.slice(0, i + 1)))).toBe(root);
});

test('every leaf proves its place in every tree up to 40 leaves, and no other place', async () => {
  const many = await Promise.all(Array.from({ length: 40 }, (_, i) => leafHash(Uint8Array.of(i, 7))));
  for (let size = 1; size <= many.length; size++) {
    const tree = many.slice(0, size);
    const root = await rootOf(tree);
    for (let index = 0; index < size; index++) {
      const path = await pathOf(tree, index);
      expect(await verifyInclusion(many[index]!, index, size, path, root)).toBe(true);
      if (size > 1) expect(await verifyInclusion(many[index]!, (index + 1) % size, size, path, root)).toBe(false);
    }
  }
});

test('an altered hash anywhere, a longer or shorter path, another size: all fail', async () => {
  const root = fromHex(roots[6]!);
  const path = await pathOf(leaves.slice(0, 7), 3);
  expect(await verifyInclusion(leaves[3]!, 3, 7, path, root)).toBe(true);
  for (let i = 0; i < path.length; i++) {
    const altered = path.map((p) => p.slice());
    altered[i]![31]! ^= 1;
    expect(await verifyInclusion(leaves[3]!, 3, 7, altered, root)).toBe(false);
  }
  expect(await climb(leaves[3]!, 3, 7, path.slice(1))).toBeNull();
  expect(await climb(leaves[3]!, 3, 7, [...path, path[0]!])).toBeNull();
  for (const [index, size] of [[7, 7], [-1, 7], [0, 0], [1.5, 7]] as const) expect(await climb(leaves[3]!, index, size, path)).toBeNull();
});

/** The consistency proof by the definition (RFC 9162 §2.1.4.1). */
async function consistency(tree: Uint8Array[], m: number, whole = true): Promise<Uint8Array[]> {
  if (m === tree.length) return whole ? [] : [await rootOf(tree)];
  const k = 2 ** Math.floor(Math.log2(tree.length - 1));
  return m <= k ? [...await consistency(tree.slice(0, k), m, whole), await rootOf(tree.slice(k))] : [...await consistency(tree.slice(k), m - k, false), await rootOf(tree.slice(0, k))];
}

test('every tree continues every smaller one, and no other', async () => {
  const many = await Promise.all(Array.from({ length: 24 }, (_, i) => leafHash(Uint8Array.of(i, 9))));
  const all = await Promise.all([0, ...many.keys()].map((_, i) => rootOf(many.slice(0, i))));
  all.push(await rootOf(many));
  for (let second = 1; second <= many.length; second++) {
    for (let first = 1; first <= second; first++) {
      const path = await consistency(many.slice(0, second), first);
      expect(await verifyConsistency(first, all[first]!, second, all[second]!, path), `${first} to ${second}`).toBe(true);
      expect(await verifyConsistency(first, all[first - 1]!, second, all[second]!, path)).toBe(false);
      if (second > first) expect(await verifyConsistency(first, all[first]!, second, all[second - 1]!, path)).toBe(false);
      for (let i = 0; i < path.length; i++) expect(await verifyConsistency(first, all[first]!, second, all[second]!, path.map((p, j) => (i === j ? p.map((b, n) => (n === 0 ? b ^ 1 : b)) : p)))).toBe(false);
      expect(await verifyConsistency(first, all[first]!, second, all[second]!, [...path, all[1]!])).toBe(false);
    }
  }
  expect(await verifyConsistency(0, all[0]!, 5, all[5]!, [])).toBe(true);
  expect(await verifyConsistency(6, all[6]!, 5, all[5]!, [])).toBe(false);
}, 30_000);
