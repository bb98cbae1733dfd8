/** The shapes of the API, from its OpenAPI document (`npm run generate`), with the closed vocabularies spelt out where the portal leans on them. */
import type { components } from './schema';

type Schemas = components['schemas'];

export type Session = Schemas['Session'];
export interface Page<T> { items: T[]; next: string | null; total?: number | null }

export type Overview = Schemas['Overview'];
export type OverviewSite = Schemas['OverviewSite'];
export type OverviewLedger = Schemas['LedgerPulse'];
export type Attention = Schemas['AttentionItem'];

export type Commodity = 'electricity' | 'gas' | 'heat' | 'water';
export type Direction = 'import' | 'export' | 'generation' | 'consumption' | 'storage';
export type Source = 'grid' | 'chp' | 'wind' | 'solar' | 'battery' | 'boiler' | 'load';
interface Metered { commodity: Commodity; direction: Direction; source: Source | null }
type With<T, V> = Omit<T, keyof V> & V;

export type Meter = With<Schemas['Meter'], Metered & { kind: 'interval' | 'register' }>;
export type Site = Schemas['Site'];
export type Resolution = 'hour' | 'day' | 'month';
export type UsageSeries = With<Schemas['UsageSeries'], Metered>;
export type Usage = With<Schemas['Usage'], { resolution: Resolution; series: UsageSeries[] }>;
export type Gap = Schemas['Gap'];
export type Alert = Schemas['Alert'];
export type KpiFigure = Schemas['KpiFigure'];
export type SiteKpis = Schemas['SiteKpiAnswer'];
export type Flows = Schemas['FlowsAnswer'];
export type PortfolioSite = Schemas['PortfolioSite'];
export type PortfolioKpis = Schemas['PortfolioKpiAnswer'];
export type MeterQuality = Schemas['MeterQuality'];
export type Reading = Schemas['Reading'];

export type Ledger = Schemas['LedgerSummary'];
export type BlockSummary = Schemas['BlockSummary'];
export type BlockDetail = Schemas['BlockDetail'];
export type BatchOfBlock = Schemas['BatchOfBlock'];
export type Batch = Schemas['BatchSummary'];
/** What a retention transaction dropped: the bytes are gone, id and leaf hash stay. */
export interface Dropped { block: number; transaction: string; reason: string | null }
export type TransactionSummary = Schemas['TransactionSummary'] & { dropped?: Dropped | null };
/** A transaction whose bytes are there, as all are that were not dropped under a retention rule. */
export type WholeTransaction = Transaction & { jws: string };
export type Transaction = With<Schemas['TransactionDetail'], { payload: unknown }> & { dropped?: Dropped | null };
export type JwsGeneral = Schemas['GeneralJws'];
export type Receipt = Schemas['ReceiptOfTransaction'];
export type StateReceipt = Schemas['StateReceiptOfPath'];
export type StateEntry = With<Schemas['StateItem'], { value: unknown }>;
export type StateAnswer = With<Schemas['StatePage'], { items: StateEntry[] }>;
export type StateValue = With<Schemas['StateValue'], { value: unknown }>;
export type StateHistory = With<Schemas['StateHistory'], { items: With<Schemas['StateVersion'], { value: unknown }>[] }>;
export type SearchHit = Schemas['SearchItem'];
export type DemoAccount = Schemas['DemoAccount'];

/** What the live hub sends; SignalR has no document of its own. */
export interface BlockCommitted { ledger: string; number: number; id: string; time: string; transactions: number; batches: number; size: number }
export interface ReadingAccepted {
  ledger: string; site: string; meter: string; unit: string; transaction: string; block: number;
  slots: { start: string; seconds: number; value: number; quality: string }[]; registers: { at: string; value: number }[];
}
export interface MeterSilent { ledger: string; site: string; meter: string; since: string }

/** A validator as its host sees it: what it may sign, how far it has verified, and when it was last heard of. */
export interface LedgerValidator {
  kid: string; jwk: unknown; party: string | null; name: string | null; inSet: boolean; hosted: boolean; connected: boolean;
  at: number | null; lag: number | null; lastSeen: string | null; lastVote: { number: number; round: number; phase: string; at: string } | null; lastSigned: number | null;
}
export interface Validators { engine: string; head: number; needed: number; items: LedgerValidator[] }
export interface EvidenceItem { id: string; kind: string; kid: string; party: string | null; number: number; round: number | null; foundAt: string; sentence: string; file: unknown }
export type LogWitness = Schemas['WitnessOfLog'];
export type LogWitnesses = Schemas['WitnessesOfLog'];
