import { beforeAll, describe, expect, test } from 'vitest';
import * as ledger from '../mock/ledger';
import type { Receipt, StateReceipt } from '../../src/api/types';
import { stagesOf } from '../../src/pages/verify/walk';
import { headline, proven, trusted } from '../../src/pages/verify/words';
import { verifyReceipt } from '../../src/verify/receipt';
import { verifyState } from '../../src/verify/stateReceipt';
import { judge } from '../../src/verify/trust';

beforeAll(() => ledger.begin(Date.parse('2026-11-21T12:00:00Z')));

const receiptAt = (index: number): Receipt => {
  const tx = ledger.transactions[index]!;
  const block = ledger.blocks.at(-1)!;
  return { format: 'sb-receipt/1', transaction: tx.jws, index, proof: ledger.path(index, 0, block.size).map(ledger.b64), block: block.jws };
};

describe('the walk along a proof', () => {
  test('goes from the record through every join to the root and the signatures; the middle of a long one is folded', async () => {
    const verdict = await verifyReceipt(receiptAt(300));
    const all = stagesOf(verdict, verdict.way!, true);
    expect(all.map((s) => s.kind)).toEqual(['record', ...verdict.way!.levels.map(() => 'join'), 'root', 'seal']);
    const folded = stagesOf(verdict, verdict.way!, false);
    expect(folded.map((s) => s.kind)).toEqual(['record', 'join', 'join', 'join', 'more', 'join', 'join', 'root', 'seal']);
    expect(folded[4]!.title).toBe(`${verdict.way!.levels.length - 5} more joins`);
    expect(all.every((s) => s.text.endsWith('.') && s.title.length > 3)).toBe(true);
    expect(all[1]!.text).toBe('Its fingerprint is put together with the one after it, which stands for entry 301. Both give one new fingerprint, for entries 300 to 301.');
    expect(all.at(-1)!.text).toContain('3 validators have signed this block; 3 are needed.');
  });

  test('says so when it leads elsewhere', async () => {
    const receipt = receiptAt(300);
    const verdict = await verifyReceipt({ ...receipt, proof: [...receipt.proof].reverse() });
    expect(stagesOf(verdict, verdict.way!, true).find((s) => s.kind === 'root')!.title).toBe('Not the root that was signed');
  });

  test('of what is not there begins with the neighbour in its place', async () => {
    const verdict = await verifyState(ledger.stateReceipt('nothing/here', 9) as StateReceipt);
    expect(stagesOf(verdict, verdict.way!, false)[0]!.title).toBe('The neighbour in its place');
    // What branches off is described by the paths that share the neighbour's beginning, not by the path asked for.
    expect(verdict.way!.levels.map((l) => l.together).every((t) => t === 'all paths' || verdict.way!.leaf.label.startsWith(/“(.*)”/.exec(t)![1]!))).toBe(true);
  });
});

describe('what is said on top', () => {
  test('amber without pins, green with the right ones, red with others; the lists say what rests on what', async () => {
    const verdict = await verifyReceipt(receiptAt(300));
    const pin = (validators: string[]) => [{ ledger: 'nimbus', genesis: null, validators, witnesses: [], at: '' }];
    const said = (validators: string[]) => headline(verdict, judge(verdict.seal!, pin(validators)));
    expect(said([])).toMatchObject({ tone: 'open' });
    expect(said([]).text).toMatch(/: on the word of 3 keys that you have not pinned yet\.$/);
    expect(said(ledger.members.map((m) => m.kid))).toEqual({ tone: 'good', text: verdict.sentence });
    expect(said([ledger.operator.kid])).toMatchObject({ tone: 'bad' });
    expect(proven(verdict)).toHaveLength(3);
    expect(trusted(verdict, judge(verdict.seal!, []))[1]).toContain('at most 1 of the 4 validators lie');
    expect(proven({ ...verdict, ok: false })).toEqual([]);
  });
});
