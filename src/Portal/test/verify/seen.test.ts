import { beforeAll, describe, expect, test } from 'vitest';
import * as ledger from '../mock/ledger';
import { readCheckpoint, readNote, noteSigner, type Checkpoint, cosignedAt, readWitnessKey } from '../../src/verify/note';
import { continues, lastSeen, remember, type SeenHead } from '../../src/verify/seen';

beforeAll(() => ledger.begin(Date.parse('2026-11-21T12:00:00Z')));

const at = (size: number): Checkpoint => ({ origin: 'smartblocks/nimbus/x', size, root: new Uint8Array(ledger.root(0, size)) });
const seen = (size: number, more: Partial<SeenHead> = {}): SeenHead => ({ origin: 'smartblocks/nimbus/x', size, root: ledger.b64(ledger.root(0, size)), at: '', ...more });
const path = (from: number, to: number) => ledger.consistency(from, 0, to).map(ledger.b64);

describe('a log that one has seen before', () => {
  test('continues, or has not changed', async () => {
    expect(await continues(seen(700), at(1500), path(700, 1500))).toEqual({ ok: true, grown: 800 });
    expect(await continues(seen(700), at(700), [])).toEqual({ ok: true, grown: 0 });
  });

  test('shorter, rewritten, another one by the same name: each is told', async () => {
    expect(await continues(seen(700), at(699), [])).toMatchObject({ ok: false, why: expect.stringContaining('Entries were taken away') as string });
    expect(await continues(seen(700, { root: ledger.b64(ledger.root(1, 701)) }), at(1500), path(700, 1500))).toMatchObject({ ok: false, why: expect.stringContaining('rewritten') as string });
    expect(await continues(seen(700), { ...at(700), root: new Uint8Array(32) }, [])).toMatchObject({ ok: false });
    expect(await continues(seen(700), at(1500), path(701, 1500))).toMatchObject({ ok: false });
    expect(await continues(seen(700, { origin: 'smartblocks/nimbus/y' }), at(1500), path(700, 1500))).toMatchObject({ ok: false, why: expect.stringContaining('another ledger') as string });
  });

  test('is remembered by ledger', () => {
    let kept: string | null = 'garbage';
    const store = { getItem: () => kept, setItem: (_: string, value: string) => { kept = value; } };
    expect(lastSeen('a', store)).toBeNull();
    remember('a', seen(3), store);
    remember('b', seen(4), store);
    expect([lastSeen('a', store)?.size, lastSeen('b', store)?.size]).toEqual([3, 4]);
  });
});

test('a head signed by the log and cosigned by a witness, by another implementation (OpenSSL)', async () => {
  const note = readNote(ledger.checkpoint());
  const { origin, size } = readCheckpoint(note.text);
  expect([origin, size]).toEqual([`smartblocks/nimbus/${ledger.blocks[0]!.id}`, ledger.transactions.length]);
  expect((await noteSigner(note.text, note.signatures[0]!))?.kid).toBe(ledger.host.kid);
  expect(await noteSigner(note.text.replace('nimbus', 'nimbuz'), note.signatures[0]!)).toBeNull();
  const witness = await readWitnessKey(ledger.witnessKey);
  expect(cosignedAt(note, witness)).toBe(Math.floor(ledger.blocks.at(-1)!.time / 1000));
  expect(cosignedAt({ ...note, text: note.text + '\n' }, witness)).toBeNull();
});
