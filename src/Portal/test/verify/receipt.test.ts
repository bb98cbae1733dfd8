import { beforeAll, describe, expect, test } from 'vitest';
import * as ledger from '../mock/ledger';
import type { Receipt } from '../../src/api/types';
import { alterOneByte } from '../../src/verify/alter';
import { type Expected, verifyReceipt } from '../../src/verify/receipt';

let receipt: Receipt;
let expected: Expected;
const failed = async (changed: Partial<Receipt>, wanted: Partial<Expected> = {}) => (await verifyReceipt({ ...receipt, ...changed }, { ...expected, ...wanted })).steps.filter((s) => !s.ok).map((s) => s.id);
const other = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
const block = (change: (payload: Record<string, unknown>) => Record<string, unknown>) => ({
  ...receipt.block, payload: ledger.b64(JSON.stringify(change(JSON.parse(Buffer.from(receipt.block.payload, 'base64url').toString()) as Record<string, unknown>))),
});

beforeAll(() => {
  ledger.begin(Date.parse('2026-11-21T12:00:00Z'));
  const tx = ledger.transactions[300]!;
  const at = ledger.blocks[tx.block]!;
  expected = { id: tx.id, ledger: 'nimbus', jws: tx.jws };
  receipt = { format: 'sb-receipt/1', transaction: tx.jws, index: tx.index, proof: ledger.path(tx.index, 0, at.size).map(ledger.b64), block: at.jws };
});

describe('a receipt, verified in the browser', () => {
  test('a genuine one passes every step, and says who vouches for it', async () => {
    const verdict = await verifyReceipt(receipt, expected);
    expect(verdict.steps.map((s) => [s.id, s.ok])).toEqual([['signature', true], ['id', true], ['leaf', true], ['inclusion', true], ['certificate', true]]);
    expect(verdict.ok).toBe(true);
    expect(verdict.seal).toMatchObject({ ledger: 'nimbus', needed: 3, engine: 'quorum', complete: true });
    expect(verdict.seal!.validators.filter((v) => v.signed)).toHaveLength(3);
    expect(verdict.seal!.validators.find((v) => v.signed)!.jwk).toMatchObject({ kty: 'EC', crv: 'P-256' });
  });

  test('needs no key beside it: the signer is found from the signature', async () => {
    const verdict = await verifyReceipt(receipt);
    expect(verdict.ok).toBe(true);
    expect(verdict.subject).toMatchObject({ kind: 'transaction', id: expected.id, ledger: 'nimbus', index: receipt.index, family: 'interval/1' });
  });

  test('the picture leads from the leaf to the root, each join over the leaves of both sides', async () => {
    const { way } = await verifyReceipt(receipt);
    expect(way!.reached).toBe(true);
    expect(way!.levels).toHaveLength(receipt.proof.length);
    expect(way!.levels.at(-1)!.result).toBe(way!.root);
    expect(way!.levels.at(-1)!.together).toBe(`entries 0 to ${(ledger.blocks.find((b) => b.jws === receipt.block)!.size - 1).toLocaleString('en-GB')}`);
    expect(way!.levels[0]!.covers).toBe('entry 301');
    expect(way!.levels[0]!.together).toBe('entries 300 to 301');
  });

  test('the altered copy of "Alter one byte" fails its signature, id and inclusion', async () => {
    expect(await failed({}, { jws: alterOneByte(expected.jws).jws })).toEqual(['signature', 'id', 'inclusion']);
  });

  test('a change of any character of the transaction is noticed', async () => {
    for (let at = 0; at < expected.jws.length; at += 29) expect((await verifyReceipt({ ...receipt, transaction: other(expected.jws, at) })).ok, `character ${at}`).toBe(false);
  });

  test('another ledger, another transaction, another place, a shorter proof', async () => {
    expect(await failed({}, { ledger: 'other' })).toEqual(['id', 'inclusion']);
    expect(await failed({}, { id: ledger.transactions[301]!.id })).toEqual(['id']);
    expect(await failed({ transaction: ledger.transactions[301]!.jws })).toEqual(['id']);
    expect(await failed({ index: receipt.index + 1 })).toEqual(['inclusion']);
    expect(await failed({ proof: receipt.proof.slice(1) })).toEqual(['inclusion']);
    for (const [i, hash] of receipt.proof.entries()) expect(await failed({ proof: receipt.proof.map((p, j) => (i === j ? other(hash, 7) : p)) })).toEqual(['inclusion']);
  });

  test('every member of the block is covered by the signatures', async () => {
    for (const [name, value] of Object.entries({ ledger: 'nimbuz', number: 7, previous: expected.id, time: 1, size: 99, root: expected.id, state: expected.id, validators: [expected.id], engine: 'solo' })) {
      expect(await failed({ block: block((b) => ({ ...b, [name]: value })) }), name).toContain('certificate');
    }
    expect((await verifyReceipt({ ...receipt, block: block((b) => ({ ...b, more: 1 })) })).sentence).toContain('canonical');
  });

  test('too few, repeated, foreign and broken signatures are refused, each with its reason', async () => {
    const { signatures } = receipt.block;
    const says = async (changed: typeof signatures) => (await verifyReceipt({ ...receipt, block: { ...receipt.block, signatures: changed } })).sentence;
    expect(signatures).toHaveLength(3);
    expect(await says(signatures.slice(0, 2))).toBe('2 of 4 validators signed this block, but 3 are needed.');
    expect(await says([...signatures.slice(0, 2), signatures[0]!])).toContain('counted twice');
    expect(await says([])).toContain('0 of 4');
    expect(await says([{ ...signatures[0]!, signature: other(signatures[0]!.signature, 20) }, ...signatures.slice(1)])).toContain('does not fit the block');
    const stranger = ledger.b64(JSON.stringify({ alg: 'ES256', kid: ledger.operator.kid, typ: 'sb-block' }));
    expect(await says([...signatures, { protected: stranger, signature: signatures[0]!.signature }])).toContain('none of its validators');
    const noBlock = ledger.b64(JSON.stringify({ alg: 'ES256', kid: JSON.parse(Buffer.from(signatures[0]!.protected, 'base64url').toString()).kid, typ: 'sb-vote' }));
    expect(await says([{ ...signatures[0]!, protected: noBlock }, ...signatures.slice(1)])).toContain('was not made for a block');
  });

  test('a block of another height with these signatures', async () => {
    expect(await failed({ block: { ...ledger.blocks[3]!.jws, signatures: receipt.block.signatures } })).toEqual(['inclusion', 'certificate']);
  });

  test('garbage is a failed step with a reason, never an exception', async () => {
    const verdict = await verifyReceipt({ ...receipt, transaction: 'garbage', proof: ['!!'], block: { payload: '*', signatures: [] } });
    expect(verdict.ok).toBe(false);
    expect(verdict.steps.filter((s) => !s.ok).every((s) => s.explanation.length > 10 && /[.!?]$/.test(s.explanation))).toBe(true);
  });
});
