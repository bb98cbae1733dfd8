import { JsonInput, MultiSelect, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { deeds, type Members, type Setting } from '../../api/governance';
import { DecisionDialog } from './DecisionDialog';
import { ValidatorsForm } from './ValidatorsForm';
import { changesOfSet, type Engine, type SetDraft, validatorKeys } from './validatorSet';
import { settingName } from './words';

const kinds = ['access', 'governance', 'validators', 'name', 'blockLimit', 'permission', 'remove', 'other'] as const;
type Kind = (typeof kinds)[number];
const labels: Record<Kind, string> = {
  access: 'Who may read the ledger', governance: 'Who decides', validators: 'Who certifies blocks', name: 'Its name', blockLimit: 'Transactions in a block', permission: 'Who may submit a kind of transaction', remove: 'Let an organisation go', other: 'Any changes, as JSON',
};
const submitting = ['operator', 'owner', 'esco', 'utility', 'auditor', 'oracle', 'gateway', 'device', 'member'];

/** Proposes a change to a ledger's rules. */
export function ProposeDialog({ ledger, first, settings, members, nameOf, opened, close }: {
  ledger: string; first?: string; settings: Setting[]; members: Members; nameOf: (party: string) => string; opened: boolean; close: () => void;
}) {
  const now = <T,>(name: string, or: T): T => (settings.find((s) => s.name === name)?.value as T | undefined) ?? or;
  const rule = now<{ parties: string[]; threshold: number }>('governance', { parties: [], threshold: 1 });
  const [kind, choose] = useState<Kind>(kinds.find((k) => k === first) ?? 'access');
  const [title, setTitle] = useState('');
  const [access, setAccess] = useState(now('access', 'private'));
  const [parties, setParties] = useState(rule.parties);
  const [threshold, setThreshold] = useState<number | string>(rule.threshold);
  const [name, setName] = useState(now('name', ''));
  const [limit, setLimit] = useState<number | string>(now('blockLimit', 4096));
  const [family, setFamily] = useState('site/1');
  const [roles, setRoles] = useState<string[]>(['operator']);
  const [leaving, setLeaving] = useState<string | null>(null);
  const [json, setJson] = useState('[{"op":"setting.set","name":"blockLimit","value":2000}]');
  const certifying = { engine: now<Engine>('engine', 'solo'), keys: validatorKeys(members) };
  const [draft, redraft] = useState<SetDraft>({ engine: certifying.engine, leaving: new Set(), joining: [] });
  const active = members.items.filter((m) => m.isMember).map((m) => ({ value: m.party, label: m.name ?? m.party }));
  const set = (setting: string, value: unknown) => [{ op: 'setting.set', name: setting, value }];
  const changes = (): unknown => {
    switch (kind) {
      case 'access': return set('access', access);
      case 'governance': return set('governance', { parties, threshold: Number(threshold) });
      case 'validators': return changesOfSet(draft, certifying);
      case 'name': return set('name', name);
      case 'blockLimit': return set('blockLimit', Number(limit));
      case 'permission': return roles.length === 0 ? [{ op: 'setting.reset', name: `permission/${family}` }] : set(`permission/${family}`, roles);
      case 'remove': return leaving ? [{ op: 'member.remove', party: leaving }] : null;
      default: try { return JSON.parse(json); } catch { return null; }
    }
  };
  const usual = kind === 'permission' ? settingName(`permission/${family}`) : labels[kind];
  const deed = () => { const what = changes(); return what === null ? null : deeds.propose(ledger, title.trim() || usual, what); };
  return (
    <DecisionDialog ledger={ledger} title="Propose a change" verb="Sign and write" opened={opened} close={close} deed={deed}>
      <Select label="What to change" data={kinds.map((k) => ({ value: k, label: labels[k] }))} value={kind} onChange={(v) => v && choose(v as Kind)} allowDeselect={false} />
      {kind === 'access' && <SegmentedControl aria-label="Who may read" value={access} onChange={setAccess} data={[{ value: 'private', label: 'Members' }, { value: 'public', label: 'Anybody, without signing in' }]} fullWidth />}
      {kind === 'governance' && <>
        <MultiSelect label="Organisations that decide" data={active} value={parties} onChange={setParties} hidePickedOptions required />
        <NumberInput label="How many of them it takes" min={1} max={Math.max(1, parties.length)} allowDecimal={false} value={threshold} onChange={setThreshold} required />
      </>}
      {kind === 'validators' && <ValidatorsForm draft={draft} change={redraft} keys={certifying.keys} members={members} nameOf={nameOf} />}
      {kind === 'name' && <TextInput label="Name" required maxLength={200} value={name} onChange={(e) => setName(e.currentTarget.value)} />}
      {kind === 'blockLimit' && <NumberInput label="At most" min={1} max={4096} allowDecimal={false} value={limit} onChange={setLimit} required />}
      {kind === 'permission' && <>
        <Select label="Kind of transaction" data={['site/1', 'meter/1', 'interval/1', 'register/1', 'ocmf/1', 'correction/1', 'key/1', 'settings/1', 'member/1', 'governance/1']} value={family} onChange={(v) => v && setFamily(v)} allowDeselect={false} searchable />
        <MultiSelect label="Roles that may submit it" description="None: as the family itself says." data={submitting} value={roles} onChange={setRoles} hidePickedOptions />
      </>}
      {kind === 'remove' && <Select label="Who leaves" data={active} value={leaving} onChange={setLeaving} required />}
      {kind === 'other' && <JsonInput label="Changes" description="A list, as the documentation of the formats has it." autosize minRows={4} maxRows={14} value={json} onChange={setJson} validationError="This is no JSON." styles={{ input: { fontFamily: 'var(--sb-mono)', fontSize: '0.8125rem' } }} />}
      <TextInput label="Why, for the others" placeholder={usual} maxLength={200} value={title} onChange={(e) => setTitle(e.currentTarget.value)} />
    </DecisionDialog>
  );
}
