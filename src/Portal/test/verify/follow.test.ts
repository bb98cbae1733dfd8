import { beforeAll, describe, expect, test } from 'vitest';
import * as ledger from '../mock/ledger';
import type { StateReceipt } from '../../src/api/types';
import { followValidators, type LedgerSource } from '../../src/verify/follow';
import { verifyState } from '../../src/verify/stateReceipt';

const source: LedgerSource = {
  firstBlock: async () => ledger.blocks[0]!.jws,
  validatorChanges: async () => ledger.state.get('settings/validators')!.map((v) => v.block),
  validatorsAfter: async (block) => ledger.stateReceipt('settings/validators', block) as StateReceipt,
};
const genesis = () => ledger.blocks[0]!.id;
const kids = (keys: { kid: string }[]) => keys.map((k) => k.kid).sort();

beforeAll(() => ledger.begin(Date.parse('2026-11-21T12:00:00Z')));

describe('the validators that follow from a first block', () => {
  test('change at block 1, certified by the founder alone, and hold from block 2 on', async () => {
    expect(await followValidators(genesis(), 1, source)).toEqual({ validators: [ledger.host.kid], changes: 0 });
    const late = await followValidators(genesis(), ledger.blocks.length - 1, source);
    expect([late.changes, late.validators.sort()]).toEqual([1, kids(ledger.members)]);
  });

  test('another first block than the pinned one', async () => {
    await expect(followValidators(ledger.blocks[1]!.id, 9, source)).rejects.toThrow(/not the one you pinned/);
    await expect(followValidators(genesis(), 9, { ...source, firstBlock: async () => ledger.blocks[1]!.jws })).rejects.toThrow(/not the one you pinned/);
  });

  test('a change left out leads nowhere; a change made up is refused', async () => {
    expect((await followValidators(genesis(), 9, { ...source, validatorChanges: async () => [] })).validators).toEqual([ledger.host.kid]);
    const forged = async (block: number) => {
      const receipt = await source.validatorsAfter(block);
      return { ...receipt, proof: { ...receipt.proof, value: ledger.b64(JSON.stringify([ledger.operator.jwk])) } };
    };
    await expect(followValidators(genesis(), 9, { ...source, validatorsAfter: forged })).rejects.toThrow(/altered/);
    // A true receipt, but of a block that the founder alone could not certify.
    await expect(followValidators(genesis(), 9, { ...source, validatorChanges: async () => [2] })).rejects.toThrow(/not certified by the ones before/);
    await expect(followValidators(genesis(), 9, { ...source, validatorsAfter: async () => ledger.stateReceipt('settings/engine', 1) as StateReceipt })).rejects.toThrow(/not about settings\/validators/);
  });
});

describe('state receipts of a ledger with many paths', () => {
  test('every path is proven present, at a late and at an early block', async () => {
    for (const path of ledger.state.keys()) {
      const at = ledger.state.get(path)![0]!.block;
      for (const block of [at, ledger.blocks.length - 1]) {
        const verdict = await verifyState(ledger.stateReceipt(path, block) as StateReceipt, { ledger: 'nimbus', path, block });
        expect(verdict.ok, `${path} at ${block}: ${verdict.sentence}`).toBe(true);
        expect(verdict.subject).toMatchObject({ present: true });
      }
    }
  }, 30_000);

  test('what is not there is proven absent, also before it was written', async () => {
    for (const [path, block] of [['nothing/here', 5], ['meter/nimbus-main', 0], ['meter/nimbus-mai', 9], ['meter/nimbus-main/', 9], ['zzz', 3]] as const) {
      const verdict = await verifyState(ledger.stateReceipt(path, block) as StateReceipt);
      expect([path, verdict.ok, verdict.subject?.kind === 'state' && verdict.subject.present]).toEqual([path, true, false]);
      expect(verdict.sentence).toContain('had nothing at');
    }
  });

  test('an absence cannot be claimed for a path that is there, nor with another block', async () => {
    const there = ledger.stateReceipt('meter/nimbus-main', 9) as StateReceipt;
    const lie = await verifyState({ ...there, proof: { ...there.proof, value: null } });
    expect([lie.ok, lie.sentence]).toEqual([false, 'The value is not the one that the proof was made for: it was altered.']);
    expect((await verifyState(there, { ledger: 'nimbus', path: 'meter/nimbus-main', block: 8 })).ok).toBe(false);
    expect((await verifyState({ ...there, block: ledger.blocks[8]!.jws })).ok).toBe(false);
  });
});
