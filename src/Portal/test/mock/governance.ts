import type { components } from '../../src/api/schema';
import * as ledger from './ledger.ts';

type Schemas = components['schemas'];

const iso = (t: number) => new Date(t).toISOString().replace('.000', '');
const names = ['Nimbus Holdings', 'Lumen ESCO', 'Grid West', 'Byrne & Daly, auditors'];
const roles = [['owner'], ['esco'], ['utility'], ['auditor']];
const deciding = ['nimbus', 'lumen-esco', 'grid-west'];
const head = () => ledger.blocks.length - 1;

const keyOf = (key: (typeof ledger.members)[number]): Schemas['KeyOfLedger'] => ({
  kid: key.kid, party: key.party, role: key.role, good: true, revokedFrom: null, isValidator: ledger.members.includes(key), hosted: key === ledger.operator, origin: null, successor: null, jwk: key.jwk as Schemas['PublicJwk'],
});

export const members = (): Schemas['Members'] => ({
  block: head(), you: 'nimbus', devices: ledger.keys().length - ledger.members.length - 1,
  items: ledger.members.map((v, i) => ({
    party: v.party, name: names[i]!, roles: roles[i]!, isMember: true, leftAt: null, decides: deciding.includes(v.party), tenant: i === 0 ? null : v.party,
    keys: [...(i === 0 ? [keyOf(ledger.operator)] : []), keyOf(v)],
  })),
});

export const rule = (): Schemas['GovernanceAnswer'] => ({ parties: deciding, threshold: 2, you: 'nimbus', kid: ledger.operator.kid, mayPropose: true, mayApprove: true, open: 1 });

/** Settings as the first two blocks made them, and one that has never been set. */
export function settings() {
  const founding = ledger.blocks[0]!, second = ledger.blocks[1]!;
  const change = (value: unknown, block: ledger.Blk) => ({ value, block: block.number, time: iso(block.time), transaction: block.batches[0]!.txs[0]!.id, by: 'nimbus', proposal: null, approvals: [] });
  const set = (name: string, value: unknown, ...history: ReturnType<typeof change>[]) => ({ name, value, default: history.length === 0, history });
  const jwks = ledger.members.map((v) => v.jwk);
  return {
    block: head(),
    items: [
      set('access', 'private'), set('engine', 'quorum', change('quorum', second), change('solo', founding)), set('governance', { parties: deciding, threshold: 2 }, change({ parties: deciding, threshold: 2 }, second)),
      set('name', 'Nimbus', change('Nimbus', founding)), set('validators', jwks, change(jwks, second), change(jwks.slice(0, 1), founding)),
    ],
  };
}

/** One proposal that waits for its second signature. */
export function proposals() {
  const block = ledger.blocks[Math.min(4, head())]!;
  return {
    items: [{
      id: ledger.b64(ledger.sha(Buffer.from('the mock proposes'))), title: 'Let anybody check the record', state: 'open', by: 'auditor', kid: ledger.members[3]!.kid, block: block.number, time: iso(block.time), expires: iso(block.time + 30 * 86_400_000),
      closedAt: null, changes: [{ op: 'setting.set', name: 'access', value: 'public' }], sentences: ['Anybody may read the ledger.'],
      approvals: [{ party: 'lumen-esco', kid: ledger.members[1]!.kid, transaction: block.batches[0]!.txs[0]!.id, block: block.number, counts: true }], counting: 1, threshold: 2, mayApprove: true, mayWithdraw: false,
    }],
    next: null,
  };
}

export const hostedKey = (): Schemas['HostedKey'] => ({ kid: ledger.operator.kid, jwk: ledger.operator.jwk as Schemas['PublicJwk'] });
