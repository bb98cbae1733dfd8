import { describe, expect, it } from 'vitest';
import type { LedgerKey, Members, Setting } from '../../src/api/governance';
import { changeRows, type LedgerWorld, valueThen } from '../../src/pages/governance/changes';
import { changesOfSet, idleKeys, needed, tolerance, tolerated, validatorKeys } from '../../src/pages/governance/validatorSet';

const jwk = (x: string) => ({ kty: 'EC', crv: 'P-256', x, y: `${x}y` });
const key = (party: string, isValidator: boolean, role = 'validator') => ({ kid: `kid-${party}`, party, role, good: true, revokedFrom: null, isValidator, hosted: false, origin: null, successor: null, jwk: jwk(party) }) as LedgerKey;
const member = (party: string, keys: LedgerKey[]) => ({ party, name: party.toUpperCase(), roles: ['esco'], isMember: true, leftAt: null, decides: true, tenant: null, keys });
const members = { block: 9, devices: 0, you: 'a', items: [member('a', [key('a', true), key('a-voice', false, 'member')]), member('b', [key('b', false)]), member('c', [])] } as unknown as Members;
const change = (block: number, value: unknown) => ({ block, value, transaction: `t${block}`, time: '2026-11-21T10:00:00Z', by: 'a', proposal: null, approvals: [] });
const settings = [
  { name: 'blockLimit', value: 2000, default: false, history: [change(7, 2000), change(0, 4096)] },
  { name: 'validators', value: [jwk('a')], default: false, history: [change(0, [jwk('a')])] }, { name: 'engine', value: 'solo', default: false, history: [change(0, 'solo')] },
  { name: 'access', value: 'private', default: true, history: [] },
] as Setting[];
const world: LedgerWorld = { settings, members, nameOf: (p) => p.toUpperCase() };
const open = (...changes: object[]) => ({ changes, state: 'open' as const, block: 9, closedAt: null });

describe('what a set of validators can bear', () => {
  it('is what consensus.md says', () => {
    expect([4, 5, 6, 7, 10].map((n) => [needed('quorum', n), tolerated('quorum', n)])).toEqual([[3, 1], [4, 1], [5, 1], [5, 2], [7, 3]]);
    // Never more may be missing than may fail.
    for (let n = 4; n < 200; n++) expect(n - needed('quorum', n)).toBe(tolerated('quorum', n));
  });
  it('is said in plain words, and what the ledger would refuse as well', () => {
    expect(tolerance('quorum', 4).title).toBe('4\u00a0validators: one may fail');
    expect(tolerance('quorum', 7)).toMatchObject({ bad: false, title: '7\u00a0validators: two may fail' });
    expect(tolerance('quorum', 7).text).toContain('signatures of 5 of them');
    expect(tolerance('quorum', 6).text).toContain('So that two may fail, it takes 7');
    expect(tolerance('solo', 1)).toMatchObject({ bad: false, title: '1 validator: none may fail' });
    expect(tolerance('quorum', 3)).toMatchObject({ bad: true });
    expect(tolerance('quorum', 3).text).toContain('Add one,');
    expect(tolerance('solo', 2)).toMatchObject({ bad: true });
  });
});

describe('a changed set', () => {
  const now = { engine: 'solo' as const, keys: validatorKeys(members) };
  const joining = (party: string) => ({ party, jwk: jwk(`${party}-new`), kid: null });
  it('knows the keys that certify, and those that could', () => {
    expect(validatorKeys(members).map((k) => k.kid)).toEqual(['kid-a']);
    expect(idleKeys(members).map((k) => k.kid)).toEqual(['kid-b']);
  });
  it('is proposed with who joins before who leaves', () => {
    expect(changesOfSet({ engine: 'solo', leaving: new Set(['kid-a']), joining: [joining('b')] }, now)).toEqual([{ op: 'validator.add', jwk: jwk('b-new'), party: 'b' }, { op: 'validator.remove', kid: 'kid-a' }]);
    const quorum = changesOfSet({ engine: 'quorum', leaving: new Set(), joining: ['b', 'c', 'd'].map(joining) }, now);
    expect(quorum).toHaveLength(4);
    expect(quorum?.at(-1)).toEqual({ op: 'setting.set', name: 'engine', value: 'quorum' });
  });
  it('is not proposed when nothing changes, or the ledger would refuse it', () => {
    expect(changesOfSet({ engine: 'solo', leaving: new Set(), joining: [] }, now)).toBeNull();
    expect(changesOfSet({ engine: 'quorum', leaving: new Set(), joining: [joining('b')] }, now)).toBeNull();
    expect(changesOfSet({ engine: 'solo', leaving: new Set(['kid-a']), joining: [] }, now)).toBeNull();
  });
});

describe('a proposal as before and after', () => {
  it('shows a setting as it is and as it becomes', () => {
    expect(changeRows(open({ op: 'setting.set', name: 'access', value: 'public' }), world)).toEqual([{ what: 'Who may read', before: 'Members', after: 'Anybody' }]);
  });
  it('shows a decided one as it was then', () => {
    expect(valueThen(settings[0], { state: 'executed', block: 5, closedAt: 7 })).toBe(4096);
    expect(valueThen(settings[0], { state: 'withdrawn', block: 8, closedAt: 9 })).toBe(2000);
    expect(valueThen(settings[0], { state: 'expired', block: 8, closedAt: null })).toBe(2000);
  });
  it('makes one change of validators that come and go, with what the set can bear', () => {
    const rows = changeRows(open(...['b', 'c', 'd'].map((party) => ({ op: 'validator.add', jwk: jwk(party), party })), { op: 'setting.set', name: 'engine', value: 'quorum' }), world);
    expect(rows[0]).toEqual({ what: 'Validators', before: 'A', after: 'A, B, C, D' });
    expect(rows[1]).toEqual({ what: 'What it can bear', before: '1 validator: none may fail', after: '4\u00a0validators: one may fail' });
    expect(rows[2]).toMatchObject({ what: 'Consensus', before: 'Solo: one validator alone', after: 'Quorum: two thirds and one' });
    expect(changeRows(open({ op: 'validator.add', jwk: jwk('b'), party: 'b' }, { op: 'validator.remove', kid: 'kid-a' }), world)[0]).toEqual({ what: 'Validators', before: 'A', after: 'B' });
  });
  it('shows members and keys', () => {
    expect(changeRows(open({ op: 'member.set', party: 'b', name: 'B', roles: ['owner'] }, { op: 'member.set', party: 'z', name: 'Z', roles: ['esco'] }, { op: 'member.remove', party: 'c' }), world).map((r) => [r.before, r.after]))
      .toEqual([['esco', 'owner'], ['no member', 'esco'], ['esco', 'no member']]);
    expect(changeRows(open({ op: 'key.revoke', kid: 'kid-a', from: 12 }), world)[0]).toMatchObject({ before: 'signs as validator', after: 'signs nothing from block 12 on' });
  });
});
