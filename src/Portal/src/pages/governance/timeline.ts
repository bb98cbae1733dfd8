import type { Setting, SettingChange } from '../../api/governance';

export interface Entry { key: string; block: number; time: string; transaction: string | null; by: string | null; approvals: SettingChange['approvals']; changes: { name: string; value: unknown }[] }

/** Settings' histories as one: what one transaction changed stands together. */
export function entriesOf(settings: Setting[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const { name, history } of settings) for (const h of history) {
    const key = h.transaction ?? `${h.block}`;
    const entry = entries.get(key) ?? { key, block: h.block, time: h.time, transaction: h.transaction, by: h.by, approvals: h.approvals, changes: [] };
    entry.changes.push({ name, value: h.value });
    entries.set(key, entry);
  }
  return [...entries.values()].sort((a, b) => b.block - a.block);
}
