import { expect, test } from 'vitest';
import { begin, members as validators } from './mock/ledger';
import * as governance from './mock/governance';
import { changeRows, type LedgerWorld } from '../src/pages/governance/changes';
import { entriesOf } from '../src/pages/governance/timeline';

test('the world without a host has members, rules and a proposal that the pages can draw', () => {
  begin(Date.parse('2026-11-21T10:00:00Z'));
  const { items, you } = governance.members();
  expect(items.map((m) => m.party)).toEqual(validators.map((v) => v.party));
  expect(items.find((m) => m.party === you)?.keys.some((k) => k.hosted)).toBe(true);
  const rule = governance.rule();
  expect(items.filter((m) => m.decides).map((m) => m.party)).toEqual(rule.parties);
  const settings = governance.settings().items;
  expect(settings.find((s) => s.name === 'validators')?.value).toHaveLength(4);
  expect(entriesOf(settings as never).at(-1)?.block).toBe(0);
  const [proposal] = governance.proposals().items;
  expect(proposal!.counting).toBeLessThan(rule.threshold);
  const world = { settings: settings as unknown as LedgerWorld['settings'], members: governance.members(), nameOf: (party: string) => party } satisfies LedgerWorld;
  expect(changeRows(proposal as never, world)).toMatchObject([{ before: 'Members', after: 'Anybody' }]);
});
