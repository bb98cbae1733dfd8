import { beforeAll, describe, expect, test } from 'vitest';
import * as ledger from '../mock/ledger';
import { alterOneByte } from '../../src/verify/alter';
import { type Evidence, verifyTransaction } from '../../src/verify/transaction';

let evidence: Evidence;
const failed = async (changed: Partial<Evidence>) => (await verifyTransaction({ ...evidence, ...changed })).steps.filter((s) => !s.ok).map((s) => s.id);

beforeAll(() => {
  ledger.begin(Date.parse('2026-11-21T12:00:00Z'));
  const tx = ledger.transactions[300]!;
  const block = ledger.blocks[tx.block]!;
  evidence = {
    id: tx.id, ledger: 'nimbus', jws: tx.jws, signerKey: tx.key.jwk, validatorKeys: { [ledger.validator.kid]: ledger.validator.jwk },
    receipt: { format: 'sb-receipt/1', transaction: tx.jws, index: tx.index, proof: ledger.path(tx.index, 0, block.size).map(ledger.b64), block: block.jws },
  };
});

describe('verification in the browser', () => {
  test('a genuine transaction passes every step', async () => {
    const verdict = await verifyTransaction(evidence);
    expect(verdict.steps.map((s) => [s.id, s.ok])).toEqual([['id', true], ['key', true], ['signature', true], ['leaf', true], ['inclusion', true], ['certificate', true]]);
    expect(verdict.ok).toBe(true);
  });

  test('the altered copy of "Alter one byte" fails its id, signature and inclusion', async () => {
    expect(await failed({ jws: alterOneByte(evidence.jws).jws })).toEqual(['id', 'signature', 'inclusion']);
  });

  test('a change of any character of the transaction is noticed', async () => {
    for (let at = 0; at < evidence.jws.length; at += 11) {
      const jws = evidence.jws.slice(0, at) + (evidence.jws[at] === 'A' ? 'B' : 'A') + evidence.jws.slice(at + 1);
      expect((await verifyTransaction({ ...evidence, jws })).ok, `character ${at}`).toBe(false);
    }
  });

  test('another signer, another ledger, another place', async () => {
    expect(await failed({ signerKey: ledger.operator.jwk })).toEqual(['key', 'signature']);
    expect(await failed({ ledger: 'other' })).toEqual(['id', 'inclusion']);
    expect(await failed({ receipt: { ...evidence.receipt, index: evidence.receipt.index + 1 } })).toEqual(['inclusion']);
    expect(await failed({ receipt: { ...evidence.receipt, proof: evidence.receipt.proof.slice(1) } })).toEqual(['inclusion']);
  });

  test('a block that nobody entitled signed', async () => {
    expect(await failed({ validatorKeys: {} })).toEqual(['certificate']);
    expect(await failed({ validatorKeys: { [ledger.validator.kid]: ledger.operator.jwk } })).toEqual(['certificate']);
    const { block } = evidence.receipt;
    const signature = `${block.signatures[0]!.signature.slice(0, 20)}AAAA${block.signatures[0]!.signature.slice(24)}`;
    expect(await failed({ receipt: { ...evidence.receipt, block: { ...block, signatures: [{ ...block.signatures[0]!, signature }] } } })).toEqual(['certificate']);
    const other = ledger.blocks[3]!.jws;
    expect(await failed({ receipt: { ...evidence.receipt, block: { ...other, signatures: block.signatures } } })).toEqual(['inclusion', 'certificate']);
  });

  test('the same validator counted twice is one validator', async () => {
    const { block } = evidence.receipt;
    const verdict = await verifyTransaction({ ...evidence, receipt: { ...evidence.receipt, block: { ...block, signatures: [...block.signatures, ...block.signatures] } } });
    expect(verdict.steps.at(-1)!.explanation).toContain('1 of 1 validator');
  });

  test('garbage is a failed step with a reason, never an exception', async () => {
    const verdict = await verifyTransaction({ ...evidence, jws: 'garbage', signerKey: null, receipt: { ...evidence.receipt, proof: ['!!'], block: { payload: '*', signatures: [] } } });
    expect(verdict.ok).toBe(false);
    expect(verdict.steps.filter((s) => !s.ok).every((s) => s.explanation.length > 10)).toBe(true);
  });
});
