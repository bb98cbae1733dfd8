import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Receipt, StateReceipt } from '../../src/api/types';
import { fromBase64Url, sha256, toBase64Url } from '../../src/verify/bytes';
import { checkFile } from '../../src/verify/file';
import { parseCompact, thumbprint, ecJwk } from '../../src/verify/jose';
import { verifyReceipt } from '../../src/verify/receipt';
import { climbState, type StateProof, verifyState } from '../../src/verify/stateReceipt';
import type { Verdict } from '../../src/verify/verdict';

/** The examples of docs/formats.md, which the ledger's own tests recompute in C#: both sides read the same bytes. */
const document = readFileSync(join(process.cwd(), '../../docs/formats.md'), 'utf8');
const example = (name: string): string => {
  const found = new RegExp('```\\w+ ' + name + '\\n([\\s\\S]*?)\\n```').exec(document);
  if (!found) throw new Error(`docs/formats.md has no example "${name}"`);
  return found[1]!.trim();
};
const other = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
const wrong = (verdict: Verdict) => verdict.steps.filter((s) => !s.ok).map((s) => s.id);

test('the key id is the thumbprint of the key', async () => expect(await thumbprint(ecJwk(example('key')))).toBe(example('kid')));

test('the transaction id is the hash of the signing input', async () => {
  expect(toBase64Url(await sha256(parseCompact(example('transaction')).signingInput))).toBe(example('transaction-id'));
});

test('the block id is the hash of the payload', async () => {
  const block = JSON.parse(example('block')) as { payload: string };
  expect(toBase64Url(await sha256(fromBase64Url(block.payload)))).toBe(example('block-id'));
});

describe('the receipt', () => {
  const receipt = JSON.parse(example('receipt')) as Receipt;

  test('verifies, without any key beside it, and names the key that vouches', async () => {
    const verdict = await verifyReceipt(receipt);
    expect(wrong(verdict)).toEqual([]);
    expect(verdict.seal).toMatchObject({ ledger: 'example', genesis: example('block-id'), engine: 'solo', needed: 1, validators: [{ kid: example('kid'), signed: true, jwk: JSON.parse(example('key')) as object }] });
    expect(verdict.subject).toMatchObject({ id: example('transaction-id'), index: 1, signer: example('kid') });
  });

  test('not with any one character of its transaction, proof, or block changed', async () => {
    for (let at = 0; at < receipt.transaction.length; at += 37) expect((await verifyReceipt({ ...receipt, transaction: other(receipt.transaction, at) })).ok).toBe(false);
    for (const [i, hash] of receipt.proof.entries()) expect((await verifyReceipt({ ...receipt, proof: receipt.proof.map((p, j) => (i === j ? other(hash, 5) : p)) })).ok).toBe(false);
    for (let at = 0; at < receipt.block.payload.length; at += 29) expect((await verifyReceipt({ ...receipt, block: { ...receipt.block, payload: other(receipt.block.payload, at) } })).ok).toBe(false);
  });
});

describe('the state receipt', () => {
  const receipt = JSON.parse(example('state-receipt')) as StateReceipt;

  test('verifies, and says what was there', async () => {
    const verdict = await verifyState(receipt);
    expect(wrong(verdict)).toEqual([]);
    expect(verdict.subject).toEqual({ kind: 'state', ledger: 'example', path: 'settings/blockLimit', present: true, value: '1000' });
    expect(verdict.way!.levels.map((l) => l.covers)).toEqual(['the other paths that begin with “settings/”', 'the other paths that begin with “settings/”', 'the other paths that begin with “settings/”', 'the paths that begin differently']);
    expect(verdict.way!.levels.at(-1)!.result).toBe(verdict.way!.root);
  });

  test.each<[string, (r: StateReceipt) => StateReceipt, string]>([
    ['the value', (r) => ({ ...r, proof: { ...r.proof, value: 'MjAwMA' } }), 'leaf'],
    ['the value taken away', (r) => ({ ...r, proof: { ...r.proof, value: null } }), 'leaf'],
    ['value and its hash', (r) => ({ ...r, proof: { ...r.proof, value: 'MjAwMA', leafValueHash: 'gaH8Pyo3fvE6w5B9RlEMm7_-Ks4xh2b_p5r2sNdUrr0' } }), 'leaf'],
    ['the path', (r) => ({ ...r, path: 'settings/blockLimiu' }), 'leaf'],
    ['the leaf\'s path', (r) => ({ ...r, proof: { ...r.proof, leafPath: 'settings/blockLimis' } }), 'leaf'],
    ['a neighbour', (r) => ({ ...r, proof: { ...r.proof, steps: r.proof.steps.map((s, i) => (i === 1 ? { ...s, sibling: other(s.sibling, 3) } : s)) } }), 'inclusion'],
    ['a fork left out', (r) => ({ ...r, proof: { ...r.proof, steps: r.proof.steps.slice(1) } }), 'inclusion'],
    ['a fork\'s bit', (r) => ({ ...r, proof: { ...r.proof, steps: r.proof.steps.map((s, i) => (i === 0 ? { ...s, bit: 4 } : s)) } }), 'inclusion'],
    ['forks out of order', (r) => ({ ...r, proof: { ...r.proof, steps: [...r.proof.steps].reverse() } }), 'leaf'],
    ['the block', (r) => ({ ...r, block: { ...r.block, payload: other(r.block.payload, 40) } }), 'inclusion'],
    ['the signature', (r) => ({ ...r, block: { ...r.block, signatures: [{ ...r.block.signatures[0]!, signature: other(r.block.signatures[0]!.signature, 9) }] } }), 'certificate'],
  ])('notices a change of %s', async (_, change, step) => {
    const verdict = await verifyState(change(receipt));
    expect(verdict.ok).toBe(false);
    expect(wrong(verdict)).toContain(step);
    expect(verdict.sentence).toMatch(/\.$/);
  });

  test('that nothing is at a path is proven by what stands in its place', async () => {
    const proof = JSON.parse(example('state-proof-absent')) as StateProof;
    const absent = await climbState('a/3', proof);
    expect([absent.present, absent.computed]).toEqual([false, example('state-root')]);
    const present = await climbState('a/2', { ...proof, value: toBase64Url(new TextEncoder().encode('two')) });
    expect([present.present, present.computed]).toEqual([true, example('state-root')]);
    // a/1 lies on the other side of the fork: its absence cannot be claimed with this leaf.
    await expect(climbState('a/1', proof)).rejects.toThrow(/about another path/);
    await expect(climbState('a/2', proof)).rejects.toThrow(/altered/);
  });
});

describe('the tlog-proof', () => {
  const text = example('tlog-proof') + '\n';
  const verdictOf = async (changed: string) => {
    const checked = await checkFile(changed);
    return 'verdict' in checked ? checked.verdict : null;
  };

  test('verifies; the key is found from the signature and its key id', async () => {
    const verdict = (await verdictOf(text))!;
    expect(wrong(verdict)).toEqual([]);
    expect(verdict.seal).toMatchObject({ ledger: 'example', genesis: example('block-id'), size: 2, complete: false, validators: [{ kid: example('kid'), signed: true }] });
    expect(verdict.subject).toMatchObject({ id: example('transaction-id'), index: 1 });
  });

  test('not with any one character changed', async () => {
    for (let at = 23; at < text.length - 1; at += 17) {
      if (/\s/.test(text[at]!)) continue;
      expect((await verdictOf(other(text, at)))?.ok ?? false, `character ${at}: ${text.slice(at - 5, at + 5)}`).toBe(false);
    }
  });

  test('a signature of an unknown key beside the log\'s does no harm, a foreign checkpoint does', async () => {
    const more = text + '— witness.example/w1 ' + Buffer.alloc(76, 7).toString('base64') + '\n';
    const verdict = (await verdictOf(more))!;
    expect(verdict.ok).toBe(true);
    // Shown as what it is: a line of somebody unknown, not a witness.
    expect(verdict.steps.find((s) => s.id === 'witnesses')!.facts).toEqual([{ label: 'Not verified', value: 'witness.example/w1, key 07070707: no key for it was entered' }]);
    const foreign = text.replaceAll('smartblocks/example/', 'smartblocks/another/');
    expect(wrong((await verdictOf(foreign))!)).toEqual(['inclusion', 'certificate']);
  });
});

test('a file says what it is; what is nothing says why', async () => {
  const unreadable = async (text: string) => { const c = await checkFile(text); return 'unreadable' in c ? c.unreadable : ''; };
  expect(await checkFile(example('receipt'))).toMatchObject({ verdict: { ok: true, format: 'sb-receipt/1' } });
  expect(await checkFile(`{"data":[${example('receipt')}]}`)).toMatchObject({ verdict: { ok: true } });
  expect(await checkFile(example('state-receipt'))).toMatchObject({ verdict: { ok: true, format: 'sb-state/1' } });
  expect(await unreadable('')).toContain('neither JSON nor a tlog-proof');
  expect(await unreadable('[1]')).toContain('not an object');
  expect(await unreadable('{}')).toContain('does not say in which format');
  expect(await unreadable('{"format":"sb-receipt/9"}')).toContain('sb-receipt/9');
  expect(await unreadable('{"format":"sb-receipt/1"}')).toContain('no transaction');
  expect(await unreadable('{"format":"sb-state/1","path":"a"}')).toContain('no proof');
  expect(await unreadable('c2sp.org/tlog-proof@v1\nindex 01\n\nx')).toContain('index');
  expect(await checkFile('{"format":"sb-receipt/1","transaction":"x","index":0}')).toMatchObject({ verdict: { ok: false } });
  expect(await checkFile('{"format":"sb-state/1","path":"a","proof":{}}')).toMatchObject({ verdict: { ok: false } });
});
