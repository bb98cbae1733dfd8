import { Button, Menu, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useOutletContext, useParams, useSearchParams } from 'react-router';
import { governance, type LedgerKey, type Member, type Members } from '../../api/governance';
import type { Session } from '../../api/types';
import { Badge, Card, Empty, Id, Lines, Loaded, Page } from '../../components/ui';
import { count, plural } from '../../format/numbers';
import { LedgerTabs } from '../ledger/LedgerTabs';
import css from './governance.module.css';
import { InviteDialog } from './InviteDialog';
import { KeyDialog } from './KeyDialog';

/** Organisations on a ledger: what they are, which keys speak for them, who certifies and who decides. */
export function MembersPage() {
  const { ledger = '' } = useParams();
  const session = useOutletContext<Session | undefined>();
  const members = useQuery(governance.members(ledger));
  const rule = useQuery(governance.rule(ledger));
  const [inviting, invite] = useState(false);
  const active = members.data?.items.filter((m) => m.isMember).length ?? 0;
  const may = rule.data?.mayPropose ?? false;
  const [params, setParams] = useSearchParams();
  const wanted = params.get('q') ?? '';
  return (
    <Page title={<>Ledger {ledger}</>} documentTitle={`Members of ${ledger}`} crumbs={[{ label: 'Overview', to: '/' }]}
      note={members.data ? `${plural(active, 'organisation')} ${active === 1 ? 'takes' : 'take'} part${members.data.devices > 0 ? `, with ${plural(members.data.devices, 'device')}${active === 1 ? '' : ' between them'}` : ''}.` : members.error ? undefined : '…'}
      tools={may ? <Button onClick={() => invite(true)}>Invite an organisation</Button> : undefined}>
      <LedgerTabs ledger={ledger} />
      <Loaded query={members} skeleton={<Card><Lines count={8} /></Card>}>
        {(data) => (
          <div className={css.list}>
            {data.items.length === 0 && <Card><Empty title="No members yet">This ledger was founded before there were members. An operator admits the first, which must be an owner.</Empty></Card>}
            {data.items.length > many && <TextInput type="search" style={{ maxWidth: 320 }} value={wanted} placeholder="Filter by name or role" aria-label="Filter the members" onChange={(e) => { const text = e.currentTarget.value; setParams((p) => { if (text) p.set('q', text); else p.delete('q'); return p; }, { replace: true, preventScrollReset: true }); }} />}
            {data.items.length > many && wanted !== '' && !data.items.some((m) => matches(m, wanted)) && <Card><Empty title="Nobody by that name">Members are found by name, id and role.</Empty></Card>}
            {[...data.items].sort((a, b) => Number(b.decides) - Number(a.decides)).filter((m) => data.items.length <= many || matches(m, wanted)).map((m) => <MemberCard key={m.party} ledger={ledger} member={m} all={data} may={may} alone={rule.data?.threshold === 1 && (rule.data.mayApprove || rule.data.parties.length === 0)} keeps={session !== undefined && session.tenant.id === data.you} />)}
            {data.devices > 0 && <Card title="Devices" note="Meters and edge agents sign with keys of their own."><Link to={`/ledgers/${ledger}/state/key/`}>{plural(data.devices, 'key')}, among all keys in the state</Link></Card>}
          </div>
        )}
      </Loaded>
      {inviting && <InviteDialog ledger={ledger} keeps={session !== undefined && members.data?.you === session.tenant.id} opened close={() => invite(false)} />}
    </Page>
  );
}

/** Beyond so many one does not look through them. */
const many = 8;
export const matches = (m: Pick<Member, 'name' | 'party' | 'roles' | 'decides'>, text: string): boolean => text.toLowerCase().split(/\s+/).every((word) => [m.name ?? '', m.party, ...m.roles, m.decides ? 'decides' : ''].some((s) => s.toLowerCase().includes(word)));

/** What keys that no organisation speaks with are for. */
function machine(member: Member): string | null {
  const roles = new Set(member.keys.map((k) => k.role));
  if (roles.size !== 1) return null;
  return roles.has('gateway') ? 'This service, which attests what devices that cannot sign have read.' : roles.has('validator') ? 'Certifies blocks, and is no member.' : null;
}

function MemberCard({ ledger, member, all, may, alone, keeps }: { ledger: string; member: Member; all: Members; may: boolean; alone: boolean; keeps: boolean }) {
  const [changing, change] = useState(false);
  return (
    <Card>
      <div className={css.head}>
        <h2>{member.name ?? member.party}</h2>
        <span className="mono" style={{ fontSize: '0.8125rem', color: 'var(--sb-text-2)' }}>{member.party}</span>
        {member.party === all.you && <Badge>You</Badge>}
        {may && member.isMember && <Button variant="default" size="xs" style={{ marginLeft: 'auto' }} onClick={() => change(true)} aria-label={`Change ${member.name ?? member.party}`}>Change</Button>}
      </div>
      {member.name === null && <p className={css.note}>{machine(member) ?? 'Has keys, and is no member.'}</p>}
      {member.tenant && <p className={css.note}>Reads this ledger here as the tenant {member.tenant}.</p>}
      {(member.roles.length > 0 || member.leftAt !== null) && (
        <div className={css.badges}>
          {member.roles.map((r) => <Badge key={r}>{r === 'esco' ? 'ESCO' : r}</Badge>)}
          {member.decides && <Badge tone="good">decides</Badge>}
          {member.leftAt !== null && <Badge tone="warn">left in block {count(member.leftAt)}</Badge>}
        </div>
      )}
      {member.keys.length > 0
        ? <ul className={css.keys}>{member.keys.map((k) => <KeyRow key={k.kid} ledger={ledger} height={all.block} entry={k} may={may} alone={alone || k.party === all.you} />)}</ul>
        : <p className={css.note}>No key yet: nobody speaks for it.</p>}
      {changing && <InviteDialog ledger={ledger} member={member} keeps={keeps} opened close={() => change(false)} />}
    </Card>
  );
}

function KeyRow({ ledger, height, entry, may, alone }: { ledger: string; height: number; entry: LedgerKey; may: boolean; alone: boolean }) {
  const [act, begin] = useState<'rotate' | 'revoke' | null>(null);
  return (
    <li className={css.key} data-good={entry.good}>
      <Id value={entry.kid} what="key id" to={`/ledgers/${ledger}/state/key/${entry.kid}`} />
      <span>{entry.role}</span>
      {entry.isValidator && <Badge tone="good">certifies blocks</Badge>}
      {entry.hosted && <Badge>signed with here</Badge>}
      {entry.revokedFrom !== null && <Badge tone={entry.good ? 'warn' : 'bad'}>{entry.successor ? 'replaced' : 'revoked'} from block {count(entry.revokedFrom)}</Badge>}
      <span>
        {may && entry.good && (
          <Menu position="bottom-end" width={180} shadow="md" radius="md">
            <Menu.Target><Button variant="default" size="compact-sm" aria-label={`What to do with the key ${entry.kid.slice(0, 6)}`}>…</Button></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => begin('rotate')}>Replace…</Menu.Item>
              <Menu.Item onClick={() => begin('revoke')}>Revoke…</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </span>
      {act && <KeyDialog ledger={ledger} height={height} entry={entry} act={act} alone={alone && !(entry.hosted && act === 'revoke')} opened close={() => begin(null)} />}
    </li>
  );
}
