import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { body, GET } from './client';
import { api, call, type Query, segment } from './http';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Members = Schemas['Members'];
export type Member = Schemas['MemberOfLedger'];
export type LedgerKey = Schemas['KeyOfLedger'];
export type Governance = Schemas['GovernanceAnswer'];
export type Setting = Omit<Schemas['SettingOfLedger'], 'value' | 'history'> & { value: unknown; history: SettingChange[] };
export type SettingChange = Omit<Schemas['SettingChange'], 'value'> & { value: unknown };
export type Approval = Schemas['ApprovalOf'];
export type Proposal = Omit<Schemas['ProposalOfLedger'], 'changes' | 'state'> & { changes: unknown; state: 'open' | 'expired' | 'executed' | 'withdrawn' };
export type Decision = Omit<Schemas['Decision'], 'payload'> & { payload: unknown };
export type HostedKey = Schemas['HostedKey'];
export type Jwk = Schemas['PublicJwk'];
interface Page<T> { items: T[]; next: string | null; total?: number | null }

const all = (ledger: string) => ['governance', ledger] as const;

export const governance = {
  all,
  members: (ledger: string) => queryOptions({
    queryKey: [...all(ledger), 'members'], staleTime: 10_000, queryFn: ({ signal }) => body<Members>(GET('/api/v1/ledgers/{ledger}/members', { params: { path: { ledger } }, signal })),
  }),
  rule: (ledger: string) => queryOptions({
    queryKey: [...all(ledger), 'rule'], staleTime: 10_000, queryFn: ({ signal }) => body<Governance>(GET('/api/v1/ledgers/{ledger}/governance', { params: { path: { ledger } }, signal })),
  }),
  settings: (ledger: string) => queryOptions({
    queryKey: [...all(ledger), 'settings'], staleTime: 10_000, queryFn: ({ signal }) => body<{ block: number; items: Setting[] }>(GET('/api/v1/ledgers/{ledger}/settings', { params: { path: { ledger } }, signal })),
  }),
  proposals: (ledger: string) => infiniteQueryOptions({
    queryKey: [...all(ledger), 'proposals'], staleTime: 10_000, initialPageParam: null as string | null, getNextPageParam: (last: { next: string | null }) => last.next,
    queryFn: ({ pageParam, signal }) => body<Page<Proposal>>(GET('/api/v1/ledgers/{ledger}/governance/proposals', { params: { path: { ledger }, query: { limit: 50, cursor: pageParam ?? undefined } }, signal })),
  }),
  hostedKey: () => queryOptions({ queryKey: ['hosted-key'], staleTime: Infinity, queryFn: ({ signal }) => body<HostedKey>(GET('/api/v1/tenant/key', { signal })) }),
};

/** One thing to decide: where it is sent, and what with. A dry run says what would be written. */
export interface Deed { path: string; body?: unknown; dry: boolean }

const of = (ledger: string, rest: string) => `/ledgers/${segment(ledger)}${rest}`;

export const deeds = {
  propose: (ledger: string, title: string, changes: unknown): Deed => ({ path: of(ledger, '/governance/proposals'), body: { title, changes }, dry: true }),
  approve: (ledger: string, proposal: string): Deed => ({ path: of(ledger, `/governance/proposals/${segment(proposal)}/approve`), dry: false }),
  withdraw: (ledger: string, proposal: string): Deed => ({ path: of(ledger, `/governance/proposals/${segment(proposal)}/withdraw`), dry: false }),
  admit: (ledger: string, member: unknown): Deed => ({ path: of(ledger, '/members'), body: member, dry: true }),
  rotate: (ledger: string, kid: string, jwk: Jwk, from: number | null): Deed => ({ path: of(ledger, `/keys/${segment(kid)}/rotate`), body: { jwk, from }, dry: false }),
  revoke: (ledger: string, kid: string, from: number | null): Deed => ({ path: of(ledger, `/keys/${segment(kid)}/revoke`), body: { from }, dry: false }),
};

export async function decide(deed: Deed, query: Query = {}): Promise<Decision> {
  const response = await call(api(deed.path, query), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: deed.body === undefined ? undefined : JSON.stringify(deed.body) });
  return await response.json() as Decision;
}

/** Reads a public key as people paste it; text says what is wrong with it. */
export function readJwk(text: string): Jwk | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'This is no JSON. A public key looks like {"crv":"P-256","kty":"EC","x":"…","y":"…"}.';
  }
  const jwk = value as Record<string, unknown>;
  if (typeof value !== 'object' || value === null || jwk.kty !== 'EC' || jwk.crv !== 'P-256' || typeof jwk.x !== 'string' || typeof jwk.y !== 'string') return 'The key must have kty EC, crv P-256, x and y.';
  if ('d' in jwk) return 'This is a private key (it has a member d). Keep it, and paste the public half only.';
  return { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y };
}
