import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { body, GET } from './client';
import { api, call, segment } from './http';
import type {
  Alert, Batch, BlockDetail, BlockSummary, EvidenceItem, Flows, Gap, Ledger, LogWitnesses, Meter, MeterQuality, Overview, Page, PortfolioKpis, Reading, Receipt, Resolution, SearchHit, Session, Site, SiteKpis, StateAnswer, StateHistory, StateReceipt, StateValue,
  Transaction, TransactionSummary, Usage, Validators,
} from './types';

/** What never changes once it is written: kept for the whole visit. */
const written = { staleTime: Infinity } as const;
const firstPage = null as string | null;
const nextOf = (last: { next: string | null }) => last.next;

const json = async <T>(path: string, signal: AbortSignal): Promise<T> => await (await call(api(path), { signal })).json() as T;

export const queries = {
  session: () => queryOptions({ queryKey: ['session'], queryFn: ({ signal }) => body<Session>(GET('/api/v1/session', { signal })), staleTime: 5 * 60_000, retry: false }),
  overview: () => queryOptions({ queryKey: ['overview'], queryFn: ({ signal }) => body<Overview>(GET('/api/v1/overview', { signal })), refetchInterval: 30_000 }),
  sites: () => queryOptions({ queryKey: ['sites'], queryFn: ({ signal }) => body<Page<Site>>(GET('/api/v1/sites', { params: { query: { limit: 200 } }, signal })), staleTime: 60_000 }),
  site: (site: string) => queryOptions({ queryKey: ['sites', site], queryFn: ({ signal }) => body<Site>(GET('/api/v1/sites/{site}', { params: { path: { site } }, signal })), staleTime: 30_000 }),
  usage: (site: string, from: string, to: string, resolution: Resolution) => queryOptions({
    queryKey: ['usage', site, from, to, resolution],
    queryFn: ({ signal }) => body<Usage>(GET('/api/v1/sites/{site}/usage', { params: { path: { site }, query: { from, to, resolution } }, signal })),
    placeholderData: keepPreviousData, staleTime: 60_000,
  }),
  gaps: (site: string, from: string, to: string) => queryOptions({
    queryKey: ['gaps', site, from, to], queryFn: ({ signal }) => body<{ items: Gap[] }>(GET('/api/v1/sites/{site}/gaps', { params: { path: { site }, query: { from, to } }, signal })),
    placeholderData: keepPreviousData, staleTime: 60_000,
  }),
  meters: (site: string) => queryOptions({
    queryKey: ['meters', { site }], queryFn: ({ signal }) => body<Page<Meter>>(GET('/api/v1/meters', { params: { query: { site, limit: 200 } }, signal })), staleTime: 30_000,
  }),
  meter: (meter: string) => queryOptions({
    queryKey: ['meters', meter], queryFn: ({ signal }) => body<Meter>(GET('/api/v1/meters/{meter}', { params: { path: { meter } }, signal })), refetchInterval: 60_000,
  }),
  readings: (meter: string, from: string, to: string, resolution: 'raw' | Resolution, limit = 200, cursor: string | null = null, order: 'asc' | 'desc' = 'asc') => queryOptions({
    queryKey: ['readings', meter, from, to, resolution, limit, cursor, order],
    queryFn: ({ signal }) => body<Page<Reading>>(GET('/api/v1/meters/{meter}/readings', { params: { path: { meter }, query: { from, to, resolution, limit, cursor: cursor ?? undefined, order } }, signal })),
    placeholderData: keepPreviousData, staleTime: 30_000,
  }),
  quality: (meter: string, from: string, to: string) => queryOptions({
    queryKey: ['quality', meter, from, to], queryFn: ({ signal }) => body<MeterQuality>(GET('/api/v1/meters/{meter}/quality', { params: { path: { meter }, query: { from, to } }, signal })),
    placeholderData: keepPreviousData, staleTime: 60_000,
  }),
  ledger: (ledger: string) => queryOptions({
    queryKey: ['ledgers', ledger], queryFn: ({ signal }) => body<Ledger>(GET('/api/v1/ledgers/{ledger}', { params: { path: { ledger } }, signal })), staleTime: 10_000,
  }),
  latestBlocks: (ledger: string, limit: number) => queryOptions({
    queryKey: ['blocks', ledger, limit], queryFn: ({ signal }) => body<Page<BlockSummary>>(GET('/api/v1/ledgers/{ledger}/blocks', { params: { path: { ledger }, query: { limit } }, signal })), staleTime: 5_000,
  }),
  blocks: (ledger: string) => infiniteQueryOptions({
    queryKey: ['blocks', ledger, 'pages'], initialPageParam: firstPage, getNextPageParam: nextOf, staleTime: 5_000,
    queryFn: ({ pageParam, signal }) => body<Page<BlockSummary>>(GET('/api/v1/ledgers/{ledger}/blocks', { params: { path: { ledger }, query: { limit: 50, cursor: pageParam ?? undefined } }, signal })),
  }),
  block: (ledger: string, block: string) => queryOptions({
    queryKey: ['block', ledger, block], queryFn: ({ signal }) => body<BlockDetail>(GET('/api/v1/ledgers/{ledger}/blocks/{block}', { params: { path: { ledger, block } }, signal })), ...written,
  }),
  batch: (ledger: string, batch: string) => queryOptions({
    queryKey: ['batch', ledger, batch], queryFn: ({ signal }) => body<Batch>(GET('/api/v1/ledgers/{ledger}/batches/{batch}', { params: { path: { ledger, batch } }, signal })), ...written,
  }),
  transactionsOf: (ledger: string, block: number | undefined) => infiniteQueryOptions({
    queryKey: ['transactions', ledger, block, 'pages'], initialPageParam: firstPage, getNextPageParam: nextOf, enabled: block !== undefined, ...written,
    queryFn: ({ pageParam, signal }) => body<Page<TransactionSummary>>(GET('/api/v1/ledgers/{ledger}/transactions', { params: { path: { ledger }, query: { block, limit: 200, cursor: pageParam ?? undefined } }, signal })),
  }),
  transaction: (ledger: string, transaction: string) => queryOptions({
    queryKey: ['transaction', ledger, transaction],
    queryFn: ({ signal }) => body<Transaction>(GET('/api/v1/ledgers/{ledger}/transactions/{transaction}', { params: { path: { ledger, transaction } }, signal })), ...written,
  }),
  receipts: (ledger: string, id: string) => queryOptions({
    queryKey: ['receipts', ledger, id], queryFn: ({ signal }) => body<{ data: Receipt[] }>(GET('/api/v1/ledgers/{ledger}/receipts', { params: { path: { ledger }, query: { id } }, signal })), ...written,
  }),
  state: (ledger: string, prefix: string, at: number | null) => infiniteQueryOptions({
    queryKey: ['state', ledger, prefix, at], initialPageParam: firstPage, getNextPageParam: nextOf, staleTime: 10_000,
    queryFn: ({ pageParam, signal }) => body<StateAnswer>(GET('/api/v1/ledgers/{ledger}/state', { params: { path: { ledger }, query: { prefix, delimiter: '/', at: at ?? undefined, limit: 200, cursor: pageParam ?? undefined } }, signal })),
  }),
  stateValue: (ledger: string, at: number | null, path: string) => queryOptions({
    queryKey: ['state-value', ledger, at, path], staleTime: 10_000,
    queryFn: ({ signal }) => body<StateValue>(GET('/api/v1/ledgers/{ledger}/state/{path}', { params: { path: { ledger, path }, query: { at: at ?? undefined } }, signal })),
  }),
  stateHistory: (ledger: string, path: string) => queryOptions({
    queryKey: ['state-history', ledger, path], staleTime: 10_000,
    queryFn: ({ signal }) => body<StateHistory>(GET('/api/v1/ledgers/{ledger}/state-history/{path}', { params: { path: { ledger, path } }, signal })),
  }),
  stateReceipt: (ledger: string, path: string, block: number) => queryOptions({
    queryKey: ['state-receipt', ledger, path, block], ...written,
    queryFn: ({ signal }) => body<StateReceipt>(GET('/api/v1/ledgers/{ledger}/proofs/state/receipt', { params: { path: { ledger }, query: { path, block } }, signal })),
  }),
  alerts: (state: string, site: string | null, kind: string | null) => infiniteQueryOptions({
    queryKey: ['alerts', state, site, kind], initialPageParam: firstPage, getNextPageParam: nextOf, staleTime: 10_000, refetchInterval: 60_000,
    queryFn: ({ pageParam, signal }) => body<Page<Alert>>(GET('/api/v1/alerts', { params: { query: { state, site: site ?? undefined, kind: kind ?? undefined, limit: 50, cursor: pageParam ?? undefined } }, signal })),
  }),
  openAlerts: () => queryOptions({
    queryKey: ['alerts', 'count'], staleTime: 30_000, refetchInterval: 60_000, queryFn: ({ signal }) => body<Page<Alert>>(GET('/api/v1/alerts', { params: { query: { limit: 1 } }, signal })),
  }),
  kpis: (site: string, from: string, to: string, compare: 'previous' | 'lastYear' | 'baseline' | null) => queryOptions({
    queryKey: ['kpis', site, from, to, compare], placeholderData: keepPreviousData, staleTime: 60_000,
    queryFn: ({ signal }) => body<SiteKpis>(GET('/api/v1/sites/{site}/kpis', { params: { path: { site }, query: { from, to, compare: compare ?? undefined } }, signal })),
  }),
  flows: (site: string, from: string, to: string) => queryOptions({
    queryKey: ['flows', site, from, to], placeholderData: keepPreviousData, staleTime: 60_000,
    queryFn: ({ signal }) => body<Flows>(GET('/api/v1/sites/{site}/flows', { params: { path: { site }, query: { from, to } }, signal })),
  }),
  portfolio: (from: string, to: string) => infiniteQueryOptions({
    queryKey: ['portfolio', from, to], initialPageParam: firstPage, getNextPageParam: (last: PortfolioKpis) => last.next, staleTime: 60_000, placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => body<PortfolioKpis>(GET('/api/v1/portfolio/kpis', { params: { query: { from, to, limit: 100, cursor: pageParam ?? undefined } }, signal })),
  }),
  validators: (ledger: string) => queryOptions({
    queryKey: ['validators', ledger], staleTime: 2_000, queryFn: ({ signal }) => json<Validators>(`/ledgers/${segment(ledger)}/validators`, signal),
  }),
  witnesses: (ledger: string) => queryOptions({
    queryKey: ['witnesses', ledger], staleTime: 10_000, queryFn: ({ signal }) => body<LogWitnesses>(GET('/api/v1/ledgers/{ledger}/log/witnesses', { params: { path: { ledger } }, signal })),
  }),
  evidence: (ledger: string) => queryOptions({
    queryKey: ['evidence', ledger], staleTime: 30_000, queryFn: ({ signal }) => json<Page<EvidenceItem>>(`/ledgers/${segment(ledger)}/evidence`, signal),
  }),
  search: (q: string) => queryOptions({
    queryKey: ['search', q], queryFn: ({ signal }) => body<{ items: SearchHit[] }>(GET('/api/v1/search', { params: { query: { q } }, signal })), enabled: q.trim().length > 0, staleTime: 30_000,
    placeholderData: keepPreviousData,
  }),
};
