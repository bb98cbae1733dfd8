import { describe, expect, it } from 'vitest';
import { readJwk, type Setting } from '../../src/api/governance';
import { entriesOf } from '../../src/pages/governance/timeline';
import { settingName, settingValue, slug } from '../../src/pages/governance/words';

const jwk = { kty: 'EC', crv: 'P-256', x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0' };
const change = (block: number, value: unknown, transaction: string) => ({ block, value, transaction, time: '2026-11-21T10:00:00Z', by: 'nimbus', proposal: null, approvals: [] });

describe('a pasted key', () => {
  it('is taken when it is a public P-256 key, with what else it says left out', () => {
    expect(readJwk(JSON.stringify({ ...jwk, use: 'sig', kid: 'x' }))).toEqual(jwk);
  });
  it('is refused with what is wrong with it', () => {
    expect(readJwk('my key')).toMatch(/no JSON/);
    expect(readJwk('null')).toMatch(/P-256/);
    expect(readJwk(JSON.stringify({ ...jwk, crv: 'P-384' }))).toMatch(/P-256/);
    expect(readJwk(JSON.stringify({ ...jwk, d: 'secret' }))).toMatch(/private key/);
  });
});

describe('settings in words', () => {
  it('say what they mean', () => {
    expect(settingValue('governance', { parties: ['nimbus', 'vale'], threshold: 2 })).toBe('2 of nimbus, vale');
    expect(settingValue('governance', null)).toBe('Any operator alone');
    expect(settingValue('ageLimit', 365 * 86_400_000)).toMatch(/^365\sdays$/);
    expect(settingValue('futureLimit', 1_500)).toMatch(/^1,500\sms$/);
    expect(settingName('permission/site/1')).toBe('Who may submit site/1');
    expect(settingValue('permission/site/1', ['owner', 'operator'])).toBe('owner, operator');
  });
  it('become one timeline, in which one transaction’s changes stand together', () => {
    const settings = [
      { name: 'blockLimit', value: 2, default: false, history: [change(7, 2, 'b'), change(0, 1, 'a')] },
      { name: 'access', value: 'public', default: false, history: [change(7, 'public', 'b')] },
      { name: 'name', value: 'N', default: false, history: [change(9, 'N', 'c')] },
    ] as Setting[];
    expect(entriesOf(settings).map((e) => [e.block, e.changes.map((c) => c.name)])).toEqual([[9, ['name']], [7, ['blockLimit', 'access']], [0, ['blockLimit']]]);
  });
});

describe('an id made of a name', () => {
  it('keeps what an id can hold', () => {
    expect(slug('Vale Énergie – Services, Ltd.')).toBe('vale-energie-services-ltd');
    expect(slug('---')).toBe('');
  });
});
