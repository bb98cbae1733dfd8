import { MultiSelect, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { deeds, type Member, readJwk } from '../../api/governance';
import { DecisionDialog } from './DecisionDialog';
import css from './governance.module.css';
import { KeyInput } from './KeyInput';
import { keyRoles, memberRoles, slug } from './words';

/** Admits an organisation by its key, or changes what one is. */
export function InviteDialog({ ledger, member, keeps, opened, close }: { ledger: string; member?: Member; keeps: boolean; opened: boolean; close: () => void }) {
  const [name, setName] = useState(member?.name ?? '');
  const [id, setId] = useState(member?.party ?? '');
  const [roles, setRoles] = useState<string[]>(member?.roles ?? []);
  const [key, setKey] = useState('');
  const [role, setRole] = useState<string | null>('member');
  const [tenant, setTenant] = useState(member?.tenant ?? '');
  const party = member?.party ?? (id || slug(name));
  const deed = () => {
    const jwk = key.trim() ? readJwk(key) : null;
    if (typeof jwk === 'string' || !name.trim() || roles.length === 0) return null;
    return deeds.admit(ledger, { party, name: name.trim(), roles, key: jwk ? { jwk, role } : null, tenant: tenant.trim() || null });
  };
  return (
    <DecisionDialog ledger={ledger} title={member ? `Change ${member.name ?? member.party}` : 'Invite an organisation'} verb="Sign and write" opened={opened} close={close} deed={deed}>
      <div className={css.row}>
        <TextInput label="Name" required maxLength={200} value={name} onChange={(e) => setName(e.currentTarget.value)} data-autofocus />
        <TextInput label="Id on the ledger" description="a-z, 0-9 and -" required disabled={member !== undefined} value={party} onChange={(e) => setId(slug(e.currentTarget.value))} />
      </div>
      <MultiSelect label="Roles" required data={memberRoles} value={roles} onChange={setRoles} error={roles.length === 0 && name ? 'Choose at least one.' : undefined} hidePickedOptions />
      <KeyInput label={member ? 'Another key' : 'Its key'} value={key} change={setKey} />
      {key.trim() && <Select label="What the key may do" data={keyRoles} value={role} onChange={setRole} allowDeselect={false} />}
      {keeps && <TextInput label="Its account on this host" description="The tenant’s id. Its people may then read this ledger here. Kept by the host, not on the ledger." value={tenant} onChange={(e) => setTenant(e.currentTarget.value)} />}
    </DecisionDialog>
  );
}
