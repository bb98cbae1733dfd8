import { describe, expect, test } from 'vitest';
import type { LedgerValidator } from '../../src/api/types';
import { shortValue } from '../../src/pages/history/settings';
import { standingOf, summary } from '../../src/pages/validators/health';

const one = (party: string, more: Partial<LedgerValidator> = {}): LedgerValidator => ({
  kid: party.repeat(9), jwk: null, party, name: null, inSet: true, hosted: false, connected: true, at: 40, lag: 0, lastSeen: null, lastVote: null, lastSigned: null, ...more,
});
const away = { connected: false, lag: 30 };
const state = (items: LedgerValidator[], engine = 'quorum') => summary({ engine, head: 40, needed: Math.floor((2 * items.filter((v) => v.inSet).length) / 3) + 1, items });

describe('how validators stand', () => {
  test('one by one', () => {
    expect(standingOf(one('a'))).toBe('current');
    expect(standingOf(one('a', { lag: 2 }))).toBe('current');
    expect(standingOf(one('a', { lag: 3 }))).toBe('behind');
    expect(standingOf(one('a', away))).toBe('away');
    expect(standingOf(one('a', { connected: false, hosted: true }))).toBe('current');
    expect(standingOf(one('a', { inSet: false }))).toBe('former');
    // The host that seals alone is connected to nobody, and does not miss it.
    expect(standingOf(one('host', { connected: false, at: null, lag: null }), 'solo')).toBe('alone');
    expect(standingOf(one('host', { inSet: false, connected: false }), 'solo')).toBe('former');
  });

  test('in a sentence: enough, just enough, not enough', () => {
    expect(state([one('a'), one('b'), one('c'), one('d')])).toEqual({ tone: 'good', text: '4 of 4 validators can sign, 3 are needed: one may fail.' });
    expect(state([one('a'), one('b'), one('c', { lag: 12 }), one('d', away)])).toEqual({ tone: 'warn', text: '3 of 4 validators can sign, 3 are needed: none may fail now. c is 12\u00a0blocks behind and catching up. d is not connected.' });
    const stuck = state([one('a'), one('b'), one('c', away), one('d', away)]);
    expect(stuck.tone).toBe('bad');
    expect(stuck.text).toContain('nothing new is acknowledged until more return, and nothing is lost. c, d are not connected.');
    expect(state([one('a'), one('gone', { inSet: false, ...away })], 'solo').text).toMatch(/^One validator certifies this ledger: a\./);
  });
});

test('settings in a few words', () => {
  expect(shortValue('validators', [{}, {}])).toBe('2\u00a0keys');
  expect(shortValue('futureLimit', 300_000)).toBe('5\u00a0minutes');
  expect(shortValue('ageLimit', 365 * 86_400_000)).toBe('365\u00a0days');
  expect(shortValue('governance', { parties: ['a', 'b', 'c'], threshold: 2 })).toBe('2 of 3\u00a0organisations: a, b, c');
  expect(shortValue('permission/site/1', ['operator', 'owner'])).toBe('operator, owner');
  expect(shortValue('permission/site/1', [])).toBe('nobody');
  expect(shortValue('blockLimit', 4096)).toBe('4,096');
  expect(shortValue('access', 'public')).toBe('public');
});
