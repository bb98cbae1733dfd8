import type { Jwk, LedgerKey, Members, Proposal, Setting } from '../../api/governance';
import { shortId } from '../../format/ids';
import { sameKey, type Engine, tolerance } from './validatorSet';
import { settingName, settingValue } from './words';

/** One thing that a proposal changes: what it is now (or was), and what it becomes; null where there is nothing, or nobody knows. */
export interface ChangeRow { what: string; before: string | null; after: string | null; note?: string }

/** What one has to know of a ledger to say what a change changes. */
export interface LedgerWorld { settings: readonly Setting[]; members: Members | undefined; nameOf: (party: string) => string }

interface Change { op: string; name?: string; value?: unknown; party?: string; roles?: string[]; jwk?: Jwk; kid?: string; role?: string; from?: number }

/** The value that a setting had when a proposal was open: the present one, or that before the block that closed it. */
export function valueThen(setting: Setting | undefined, proposal: Pick<Proposal, 'state' | 'block' | 'closedAt'>): unknown {
  if (!setting) return undefined;
  if (proposal.state === 'open') return setting.value;
  const before = proposal.closedAt ?? proposal.block + 1;
  return setting.history.find((h) => h.block < before)?.value ?? (setting.default ? setting.value : undefined);
}

/** A proposal's changes, each as before and after. Validators that come and go are one change of the set. */
export function changeRows(proposal: Pick<Proposal, 'changes' | 'state' | 'block' | 'closedAt'>, { settings, members, nameOf }: LedgerWorld): ChangeRow[] {
  const changes = Array.isArray(proposal.changes) ? proposal.changes as Change[] : [];
  const rows: ChangeRow[] = [];
  const open = proposal.state === 'open';
  const then = (name: string) => valueThen(settings.find((s) => s.name === name), proposal);
  const keys = members?.items.flatMap((m) => m.keys) ?? [];
  const said = (name: string, value: unknown) => (value === undefined ? null : name === 'validators' ? parties(value as Jwk[], keys, nameOf) : settingValue(name, value, nameOf));
  for (const c of changes) {
    const member = members?.items.find((m) => m.party === c.party);
    const key = keys.find((k) => k.kid === c.kid);
    switch (c.op) {
      case 'setting.set': rows.push({ what: settingName(c.name ?? ''), before: said(c.name ?? '', then(c.name ?? '')), after: said(c.name ?? '', c.value) }); break;
      case 'setting.reset': rows.push({ what: settingName(c.name ?? ''), before: said(c.name ?? '', then(c.name ?? '')), after: settingValue(c.name ?? '', null) }); break;
      case 'member.set': rows.push({ what: c.name ?? c.party ?? '', before: !open ? null : member?.isMember ? member.roles.join(', ') : 'no member', after: c.roles?.join(', ') ?? null }); break;
      case 'member.remove': rows.push({ what: nameOf(c.party ?? ''), before: !open || !member?.isMember ? null : member.roles.join(', '), after: 'no member' }); break;
      case 'key.register': rows.push({ what: `A key of ${nameOf(c.party ?? '')}`, before: open ? 'unknown here' : null, after: `signs as ${c.role ?? 'member'}` }); break;
      case 'key.revoke': rows.push({ what: `Key ${shortId(c.kid ?? '')}${key ? ` of ${nameOf(key.party)}` : ''}`, before: open && key ? `signs as ${key.role}` : null, after: `signs nothing${c.from === undefined ? '' : ` from block ${c.from} on`}` }); break;
      case 'key.rotate': rows.push({ what: `Key ${key ? `of ${nameOf(key.party)}` : ''}`, before: shortId(c.kid ?? ''), after: 'a new key' }); break;
      case 'validator.add': case 'validator.remove': break;
      default: rows.push({ what: c.op, before: null, after: null });
    }
  }
  return [...setRows(changes, then, keys, nameOf), ...rows];
}

function setRows(changes: Change[], then: (name: string) => unknown, keys: LedgerKey[], nameOf: (party: string) => string): ChangeRow[] {
  const joining = changes.filter((c) => c.op === 'validator.add');
  const leaving = new Set(changes.filter((c) => c.op === 'validator.remove').map((c) => c.kid));
  const engineAfter = changes.find((c) => c.op === 'setting.set' && c.name === 'engine')?.value;
  const whole = changes.find((c) => c.op === 'setting.set' && c.name === 'validators')?.value as Jwk[] | undefined;
  if (joining.length === 0 && leaving.size === 0 && engineAfter === undefined && whole === undefined) return [];
  const before = then('validators') as Jwk[] | undefined;
  const after = whole ?? (before && [...before.filter((jwk) => !leaving.has(keys.find((k) => sameKey(k.jwk, jwk))?.kid)), ...joining.map((c) => c.jwk!)]);
  const engine = then('engine') as Engine | undefined;
  const bear = (e: unknown, set: Jwk[] | undefined) => (set && (e === 'solo' || e === 'quorum') ? tolerance(e, set.length).title : null);
  const named = [...keys, ...joining.map((c) => ({ jwk: c.jwk!, party: c.party! }))];
  return [
    ...(joining.length > 0 || leaving.size > 0 ? [{ what: 'Validators', before: before ? parties(before, named, nameOf) : null, after: after ? parties(after, named, nameOf) : null }] : []),
    { what: 'What it can bear', before: bear(engine, before), after: bear(engineAfter ?? engine, after) },
  ];
}

const parties = (jwks: Jwk[], keys: readonly { jwk: Jwk; party: string }[], nameOf: (party: string) => string): string =>
  jwks.map((jwk) => { const key = keys.find((k) => sameKey(k.jwk, jwk)); return key ? nameOf(key.party) : 'an unknown key'; }).join(', ');
