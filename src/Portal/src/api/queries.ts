import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get, segment } from './http';
import type {
  Batch, BlockDetail, BlockSummary, Gap, Ledger, Meter, Overview, Page, Reading, Receipt, Resolution, SearchHit, Session, Site, StateHistory, StatePage,
  Transaction, TransactionSummary, Usage,
} from './types';

/** What never changes once it is written: kept for the whole visit. */
const written = { staleTime: Infinity } as const;
const path = (text: string) => text.split('/').map(segment).join('/');

export const queries = {
  session: () => queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => get<Session>('/session', {}, signal), staleTime: 5 * 60_000, retry: false }),
  overview: () => queryOptions({ queryKey: ['overview'], queryFn: ({ signal }) => get<Overview>('/overview', {}, signal), refetchInterval: 30_000 }),
  sites: () => queryOptions({ queryKey: ['sites'], queryFn: ({ signal }) => get<Page<Site>>('/sites', { limit: 200 }, signal), staleTime: 60_000 }),
  site: (site: string) => queryOptions({ queryKey: ['sites', site], queryFn: ({ signal }) => get<Site>(`/sites/${segment(site)}`, {}, signal), staleTime: 30_000 }),
  usage: (site: string, from: string, to: string, resolution: Resolution) => queryOptions({
    queryKey: ['usage', site, from, to, resolution],
    queryFn: ({ signal }) => get<Usage>(`/sites/${segment(site)}/usage`, { from, to, resolution }, signal),
    placeholderData: keepPreviousData, staleTime: 60_000,
  }),
  gaps: (site: string, from: string, to: string) => queryOptions({
    queryKey: ['gaps', site, from, to], queryFn: ({ signal }) => get<Page<Gap>>(`/sites/${segment(site)}/gaps`, { from, to }, signal),
    placeholderData: keepPreviousData, staleTime: 60_000,
  }),
  meters: (site: string) => queryOptions({ queryKey: ['meters', { site }], queryFn: ({ signal }) => get<Page<Meter>>('/meters', { site, limit: 200 }, signal), staleTime: 30_000 }),
  meter: (meter: string) => queryOptions({ queryKey: ['meters', meter], queryFn: ({ signal }) => get<Meter>(`/meters/${segment(meter)}`, {}, signal), refetchInterval: 60_000 }),
  readings: (meter: string, from: string, to: string, resolution: 'raw' | Resolution, limit = 200, cursor: string | null = null) => queryOptions({
    queryKey: ['readings', meter, from, to, resolution, limit, cursor],
    queryFn: ({ signal }) => get<Page<Reading>>(`/meters/${segment(meter)}/readings`, { from, to, resolution, limit, cursor }, signal),
    placeholderData: keepPreviousData, staleTime: 30_000,
  }),
  ledgers: () => queryOptions({ queryKey: ['ledgers'], queryFn: ({ signal }) => get<Page<Ledger>>('/ledgers', {}, signal), staleTime: 30_000 }),
  ledger: (ledger: string) => queryOptions({ queryKey: ['ledgers', ledger], queryFn: ({ signal }) => get<Ledger>(`/ledgers/${segment(ledger)}`, {}, signal), staleTime: 10_000 }),
  blocks: (ledger: string, cursor: string | null = null, limit = 50) => queryOptions({
    queryKey: ['blocks', ledger, cursor, limit], queryFn: ({ signal }) => get<Page<BlockSummary>>(`/ledgers/${segment(ledger)}/blocks`, { cursor, limit }, signal), staleTime: 5_000,
  }),
  block: (ledger: string, number: string | number) => queryOptions({
    queryKey: ['block', ledger, String(number)], queryFn: ({ signal }) => get<BlockDetail>(`/ledgers/${segment(ledger)}/blocks/${segment(number)}`, {}, signal), ...written,
  }),
  batch: (ledger: string, id: string) => queryOptions({
    queryKey: ['batch', ledger, id], queryFn: ({ signal }) => get<Batch>(`/ledgers/${segment(ledger)}/batches/${segment(id)}`, {}, signal), ...written,
  }),
  transactions: (ledger: string, filter: { block?: number | string; family?: string; signer?: string; q?: string }, cursor: string | null = null, limit = 50) => queryOptions({
    queryKey: ['transactions', ledger, filter, cursor, limit],
    queryFn: ({ signal }) => get<Page<TransactionSummary>>(`/ledgers/${segment(ledger)}/transactions`, { ...filter, cursor, limit }, signal), staleTime: 30_000,
  }),
  transaction: (ledger: string, id: string) => queryOptions({
    queryKey: ['transaction', ledger, id], queryFn: ({ signal }) => get<Transaction>(`/ledgers/${segment(ledger)}/transactions/${segment(id)}`, {}, signal), ...written,
  }),
  receipts: (ledger: string, id: string) => queryOptions({
    queryKey: ['receipts', ledger, id], queryFn: ({ signal }) => get<{ data: Receipt[] }>(`/ledgers/${segment(ledger)}/receipts`, { id }, signal), ...written,
  }),
  state: (ledger: string, prefix: string, at: number | null, cursor: string | null = null, limit = 200) => queryOptions({
    queryKey: ['state', ledger, prefix, at, cursor, limit],
    queryFn: ({ signal }) => get<StatePage>(`/ledgers/${segment(ledger)}/state`, { prefix, at, cursor, limit }, signal), staleTime: 10_000,
  }),
  stateValue: (ledger: string, at: number | null, statePath: string) => queryOptions({
    queryKey: ['state-value', ledger, at, statePath],
    queryFn: ({ signal }) => get<{ path: string; value: unknown; block: number; root: string }>(`/ledgers/${segment(ledger)}/state/${path(statePath)}`, { at }, signal), staleTime: 10_000,
  }),
  stateHistory: (ledger: string, statePath: string) => queryOptions({
    queryKey: ['state-history', ledger, statePath],
    queryFn: ({ signal }) => get<StateHistory>(`/ledgers/${segment(ledger)}/state-history/${path(statePath)}`, {}, signal), staleTime: 10_000,
  }),
  search: (q: string) => queryOptions({
    queryKey: ['search', q], queryFn: ({ signal }) => get<Page<SearchHit>>('/search', { q }, signal), enabled: q.trim().length > 0, staleTime: 30_000,
    placeholderData: keepPreviousData,
  }),
};
