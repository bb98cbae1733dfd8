import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { governance, type Governance } from '../../api/governance';
import type { LedgerWorld } from './changes';

/** Settings, members and who decides, as one knows them now: what proposals are shown against. */
export function useLedgerWorld(ledger: string): LedgerWorld & { rule: Governance | undefined } {
  const settings = useQuery(governance.settings(ledger)).data?.items;
  const members = useQuery(governance.members(ledger)).data;
  const rule = useQuery(governance.rule(ledger)).data;
  return useMemo(() => {
    const names = new Map(members?.items.map((m) => [m.party, m.name ?? m.party]));
    return { settings: settings ?? [], members, rule, nameOf: (party) => names.get(party) ?? party };
  }, [settings, members, rule]);
}
