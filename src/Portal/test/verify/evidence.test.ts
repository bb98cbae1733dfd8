import { beforeAll, describe, expect, test } from 'vitest';
import * as ledger from '../mock/ledger';
import { conflict, readStatement, verifyEvidence } from '../../src/verify/evidence';
import { checkFile } from '../../src/verify/file';

const key = ledger.members[1]!;
const [one, two] = [ledger.operator.kid, ledger.host.kid];
const at = { ledger: 'nimbus', number: 7 };
const vote = (round: number, phase: string, block: string) => ledger.statement(key, 'sb-vote', { ...at, round, phase, block });
const proposal = (round: number, block: string) => ledger.statement(key, 'sb-proposal', { ...at, round, block });
const status = (round: number, prepared: { round: number; block: string } | null) => ledger.statement(key, 'sb-status', { ...at, round, prepared });
const evidence = (kind: string, first: string, second: string) => verifyEvidence({ format: 'sb-evidence/1', kind, jwk: key.jwk, first, second });

beforeAll(() => ledger.begin(Date.parse('2026-11-21T12:00:00Z')));

describe('evidence', () => {
  test('two blocks at one height, as a file', async () => {
    const checked = await checkFile(JSON.stringify(ledger.evidence()));
    expect(checked).toMatchObject({ verdict: { ok: true, subject: { kind: 'evidence', ledger: 'nimbus', kid: ledger.members[3]!.kid } } });
  });

  test.each([
    ['vote', vote(0, 'prepare', one), vote(0, 'prepare', two)], ['vote', vote(1, 'prepare', one), vote(1, 'lock', two)], ['proposal', proposal(0, one), proposal(0, two)],
    ['status', status(2, null), status(2, { round: 1, block: one })], ['lie', vote(0, 'lock', one), status(1, null)], ['lie', status(2, { round: 0, block: one }), vote(1, 'lock', one)],
    ['lie', vote(0, 'lock', one), status(1, { round: 0, block: two })],
  ])('%s', async (kind, first, second) => {
    const verdict = await evidence(kind, first, second);
    expect([verdict.ok, verdict.steps.map((s) => s.ok)]).toEqual([true, [true, true]]);
    expect((await evidence(kind === 'vote' ? 'block' : 'vote', first, second)).ok).toBe(false);
  });

  test.each([
    ['prepare and lock of one block', vote(0, 'prepare', one), vote(0, 'lock', one)], ['votes in two rounds', vote(0, 'prepare', one), vote(1, 'prepare', two)],
    ['a prepare vote and a later status without it', vote(0, 'prepare', one), status(1, null)], ['a lock vote and a status that names it', vote(0, 'lock', one), status(1, { round: 0, block: one })],
    ['a lock vote after the status', vote(1, 'lock', one), status(1, null)], ['the same twice', proposal(0, one), proposal(0, one)],
  ])('%s may both be said', async (_, first, second) => {
    expect(conflict(await readStatement(first), await readStatement(second))).toBeNull();
    const verdict = await evidence('vote', first, second);
    expect([verdict.ok, verdict.sentence]).toEqual([false, 'An honest validator may make both statements: this shows no fault.']);
  });

  test('any altered character, another key, another form: refused', async () => {
    const [first, second] = [vote(0, 'prepare', one), vote(0, 'prepare', two)];
    for (let i = 0; i < first.length; i += 7) {
      if (first[i] === '.') continue;
      expect((await evidence('vote', first.slice(0, i) + (first[i] === 'A' ? 'B' : 'A') + first.slice(i + 1), second)).ok, `character ${i}`).toBe(false);
    }
    expect((await verifyEvidence({ format: 'sb-evidence/1', kind: 'vote', jwk: ledger.operator.jwk, first, second })).sentence).toContain('accuses');
    const loose = ledger.statement(key, 'sb-vote', { number: 7, ledger: 'nimbus', round: 0, phase: 'prepare', block: one });
    expect((await evidence('vote', loose, second)).sentence).toContain('has not the form');
  });
});
