import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, test } from 'vitest';
import { ascii, concat, hex, sha256, toBase64Url } from '../../src/verify/bytes';
import { cosignedAt, readNote, readWitnessKey } from '../../src/verify/note';
import { judge, loadPins, type Pin, readPins, savePin } from '../../src/verify/trust';
import type { Seal } from '../../src/verify/verdict';

const kid = (n: number) => toBase64Url(new Uint8Array(32).fill(n));
const seal = (validators: number[], more: Partial<Seal> = {}): Seal => ({
  ledger: 'nimbus', genesis: null, block: { number: 5, id: kid(99), time: 0 }, size: 9, engine: 'quorum', needed: validators.length, complete: true,
  validators: validators.map((n) => ({ kid: kid(n), signed: true, jwk: null })), ...more,
});
const pin = (validators: number[], more: Partial<Pin> = {}): Pin => ({ ledger: 'nimbus', genesis: null, validators: validators.map(kid), witnesses: [], at: '2026-11-22T00:00:00Z', ...more });

describe('whose word it is', () => {
  test('without a pin, or with one of another ledger, the question is open', () => {
    expect(judge(seal([1]), []).state).toBe('open');
    expect(judge(seal([1]), [pin([1], { ledger: 'other' })]).state).toBe('open');
  });

  test('the same keys in any order are the pinned ones; fewer, more or others are not', () => {
    expect(judge(seal([1, 2, 3]), [pin([3, 1, 2])]).state).toBe('pinned');
    expect(judge(seal([1, 2]), [pin([1, 2, 3])])).toMatchObject({ state: 'differs', strangers: [] });
    expect(judge(seal([1, 2, 4]), [pin([1, 2, 3])])).toMatchObject({ state: 'differs', strangers: [kid(4)] });
  });

  test('a checkpoint names only who signed: any pinned key will do', () => {
    expect(judge(seal([2], { complete: false }), [pin([1, 2])]).state).toBe('pinned');
    expect(judge(seal([3], { complete: false }), [pin([1, 2])]).state).toBe('differs');
  });

  test('keys that follow from the pinned first block count; another first block does not', () => {
    const genesis = pin([], { genesis: kid(50) });
    expect(judge(seal([1, 2]), [genesis]).state).toBe('open');
    expect(judge(seal([1, 2]), [genesis], [kid(2), kid(1)]).state).toBe('followed');
    expect(judge(seal([1, 2]), [genesis], [kid(1)]).state).toBe('differs');
    expect(judge(seal([1], { genesis: kid(51) }), [pin([1], { genesis: kid(50) })])).toMatchObject({ state: 'differs' });
  });
});

describe('what one writes down', () => {
  const jwk = '{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}';

  test('key ids, JWKs and the genesis id are found in any surrounding', async () => {
    expect(await readPins(`Validators:\n - ${kid(1)},\n"${kid(2)}"\n${jwk}\ngenesis: ${kid(9)}`)).toEqual({
      validators: ['oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U', kid(1), kid(2)], witnesses: [], genesis: kid(9),
    });
    expect((await readPins(`smartblocks/nimbus/${kid(9)}`)).genesis).toBe(kid(9));
  });

  test('what is none of these is told', async () => {
    await expect(readPins('nothing here')).rejects.toThrow(/no key id/);
    await expect(readPins(`${kid(1)}x`)).rejects.toThrow(/neither a key id/);
    await expect(readPins('w+00000000+' + Buffer.alloc(33, 4).toString('base64'))).rejects.toThrow(/id of the witness key/);
  });

  test('pins are kept by ledger, replaced, and forgotten when empty; what is unreadable counts as none', () => {
    let kept: string | null = null;
    const store = { getItem: () => kept, setItem: (_: string, value: string) => { kept = value; } };
    savePin(pin([1]), store);
    savePin(pin([2], { ledger: 'other' }), store);
    expect(savePin(pin([3]), store).map((p) => p.validators[0])).toEqual([kid(2), kid(3)]);
    expect(loadPins(store)).toHaveLength(2);
    savePin(pin([]), store);
    expect(loadPins(store).map((p) => p.ledger)).toEqual(['other']);
    kept = '{"not":"a list"}';
    expect(loadPins(store)).toEqual([]);
  });
});

test('a witness\'s cosignature/v1 counts with its time, and not over another text', async () => {
  const secret = new Uint8Array(32).fill(7);
  const key = ed25519.getPublicKey(secret);
  const bytes = concat(Uint8Array.of(4), key);
  const id = hex((await sha256(concat(ascii('witness.example/w1\n'), bytes))).subarray(0, 4));
  const witness = await readWitnessKey(`witness.example/w1+${id}+${Buffer.from(bytes).toString('base64')}`);
  const text = 'smartblocks/nimbus/x\n2\nZbvlpF0AHaEjZhRAr7abfl8y0cle1VnTvCQq+Gsd1gw=\n';
  const signature = ed25519.sign(new TextEncoder().encode(`cosignature/v1\ntime 1795000000\n${text}`), secret);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(1795000000n);
  const line = `— witness.example/w1 ${Buffer.concat([Buffer.from(id, 'hex'), time, signature]).toString('base64')}\n`;
  expect(cosignedAt(readNote(`${text}\n${line}`), witness)).toBe(1795000000);
  expect(cosignedAt(readNote(`${text.replace('\n2\n', '\n3\n')}\n${line}`), witness)).toBeNull();
  expect(cosignedAt(readNote(`${text}\n${line.replace('w1 ', 'w2 ')}`), witness)).toBeNull();
});
