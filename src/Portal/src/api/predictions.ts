import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, call, type Query, segment } from './http';
import type { components } from './schema';

type Schemas = components['schemas'];
type With<T, V> = Omit<T, keyof V> & V;

/** Baselines, savings and forecasts. Arrays run in parallel; null where nothing is known; shares are 0 to 1. */
export type BaselineModel = Schemas['BaselineModelView'];
export type Baseline = With<Schemas['BaselineView'], { method: 'daily' | 'hourly' }>;
export type Adjustment = Schemas['AdjustmentView'];
export type BaselineDays = Schemas['BaselineDays'];
export type ChangePoint = Schemas['ChangeView'];
export type BaselineDetail = With<Schemas['BaselineDetail'], { baseline: Baseline }>;
export type Savings = Schemas['SavingsAnswer'];
/** Where predicted values come from: put on the ledger before the fact, made afterwards by the same models, or made just now for what lies ahead. */
export type PredictionSource = With<Schemas['PredictionSource'], { kind: 'posted' | 'hindcast' | 'now' }>;
export type Prediction = With<Schemas['PredictionAnswer'], { resolution: 'hour' | 'day'; sources: PredictionSource[] }>;
export type Score = Schemas['ScoreView'];
export type Scores = Schemas['ScoresAnswer'];

const json = async <T>(path: string, query: Query, signal: AbortSignal): Promise<T> => await (await call(api(path, query), { signal })).json() as T;
const post = async (path: string, body: unknown): Promise<{ id: string; ledger: string; block: number; transaction: string | null }> =>
  await (await call(api(path), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })).json();

const of = (meter: string) => `/meters/${segment(meter)}`;

export const predictions = {
  prediction: (meter: string, from: string, to: string, resolution: 'hour' | 'day') => queryOptions({
    queryKey: ['prediction', meter, from, to, resolution], queryFn: ({ signal }) => json<Prediction>(`${of(meter)}/prediction`, { from, to, resolution }, signal), placeholderData: keepPreviousData, staleTime: 60_000,
  }),
  scores: (meter: string, horizon: 'day' | 'week') => queryOptions({
    queryKey: ['forecast-scores', meter, horizon], queryFn: ({ signal }) => json<Scores>(`${of(meter)}/forecasts/scores`, { horizon }, signal), staleTime: 5 * 60_000,
  }),
  baselines: (meter: string) => queryOptions({
    queryKey: ['baselines', meter], queryFn: ({ signal }) => json<{ items: Baseline[] }>(`${of(meter)}/baselines`, {}, signal), staleTime: 60_000,
  }),
  baseline: (meter: string, baseline: string) => queryOptions({
    queryKey: ['baselines', meter, baseline], queryFn: ({ signal }) => json<BaselineDetail>(`${of(meter)}/baselines/${segment(baseline)}`, {}, signal), staleTime: 60_000,
  }),
  savings: (meter: string, baseline: string) => queryOptions({
    queryKey: ['savings', meter, baseline], queryFn: ({ signal }) => json<Savings>(`${of(meter)}/savings`, { baseline }, signal), staleTime: 60_000,
  }),
};

export const fitBaseline = (meter: string, body: { id: string; method: 'daily' | 'hourly'; from: string; to: string }) => post(`${of(meter)}/baselines`, body);

/** A non-routine adjustment: times are UTC, `until` is not included, the energy has the meter's unit. */
export const adjustBaseline = (meter: string, baseline: string, body: { id: string; from: string; until: string; energyPerDay: number; reason: string }) => post(`${of(meter)}/baselines/${segment(baseline)}/adjustments`, body);
