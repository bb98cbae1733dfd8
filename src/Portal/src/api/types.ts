/** The shapes that REST answers and the live hub sends (times are ISO 8601 in UTC, energy plain numbers in the unit named beside it). */

export type Role = 'owner' | 'manager' | 'auditor' | 'operator' | 'partner';
export interface Session { email: string; name: string; tenant: { id: string; name: string }; role: Role; ledgers: string[]; demo: boolean }

export interface Page<T> { items: T[]; next: string | null; total?: number | null }

export interface OverviewSite {
  id: string; name: string; ledger: string; timeZone: string; latitude: number | null; longitude: number | null;
  meters: number; silent: number; todayKwh: number | null; yesterdayKwh: number | null; todayGenerationKwh: number | null;
  powerKw: number | null; lastReadingAt: string | null; completenessToday: number; spark: (number | null)[];
}
export interface OverviewLedger { id: string; height: number; transactions: number; lastBlockAt: string | null; blocksLastHour: number; transactionsLastHour: number }
export interface Attention { kind: 'meter.silent' | 'quality.gap' | (string & {}); site: string; meter: string | null; text: string; since: string | null }
export interface Overview { sites: OverviewSite[]; ledgers: OverviewLedger[]; attention: Attention[]; readingsToday: number }

export type Commodity = 'electricity' | 'gas' | 'heat' | 'water';
export type Direction = 'import' | 'export' | 'generation' | 'consumption' | 'storage';
export type Source = 'grid' | 'chp' | 'wind' | 'solar' | 'battery' | 'boiler' | 'load';
export type Quality = 'measured' | 'estimated' | 'mixed' | 'none' | (string & {});

export interface LastReading { start: string; seconds: number; value: number; quality: Quality; transaction: string; block: number }
export interface Meter {
  id: string; site: string; ledger: string; name: string; commodity: Commodity; unit: string; direction: Direction; kind: 'interval' | 'register';
  source: Source | null; parent: string | null; keyId: string | null; resolutionSeconds: number | null;
  registeredIn: { block: number; transaction: string } | null; last: LastReading | null; silent: boolean; powerKw: number | null;
}
export interface Site {
  id: string; name: string; ledger: string; timeZone: string; latitude: number | null; longitude: number | null; areaSquareMetres: number | null;
  meters: number;
}

export type Resolution = 'hour' | 'day' | 'month';
export interface UsageSeries {
  meter: string; name: string; commodity: Commodity; unit: string; direction: Direction; source: Source | null; parent: string | null;
  values: (number | null)[]; completeness: number[];
}
export interface Usage {
  site: string; timeZone: string; from: string; to: string; resolution: Resolution; unit: string; buckets: string[]; series: UsageSeries[];
  totals: { importKwh: number | null; exportKwh: number | null; generationKwh: number | null; gasM3: number | null; heatKwh: number | null; selfConsumption: number | null };
}
export interface Gap { meter: string; start: string; end: string; missingSlots: number }
export interface Reading { start: string; seconds: number; value: number | null; quality: Quality; transaction: string | null; block: number | null; completeness?: number | null }

export interface Ledger { id: string; name: string; height: number; transactions: number; stateRoot: string; lastBlockAt: string | null; engine: string; validators: string[] }
export interface BlockSummary {
  number: number; id: string; previous: string; time: string; transactions: number; batches: number; size: number; root: string; state: string;
  proposer: string; engine: string; bytes: number;
}
export interface JwsGeneral { payload: string; signatures: { protected: string; header?: Record<string, unknown>; signature: string }[] }
export interface BatchOfBlock { id: string; transactions: string[]; sealed: boolean; seal?: string | null }
export interface BlockDetail extends Omit<BlockSummary, 'batches'> { batches: BatchOfBlock[]; jws: JwsGeneral; signatures: { kid: string; valid: boolean }[] }
export interface TransactionSummary {
  id: string; block: number; index: number; family: string; signer: string; party: string | null; time: string; sentence: string;
}
export interface Batch { id: string; block: number; transactions: TransactionSummary[]; seal: string | null; signer: string | null }
export interface Jwk { kty: string; crv: string; x: string; y: string; [member: string]: unknown }
export interface Transaction extends TransactionSummary {
  header: Record<string, unknown>; payload: unknown; jws: string; blockId: string; batch: string | null;
  signerKey: { kid: string; jwk: Jwk | string; party: string; role: string } | null; bytes: number;
}
export interface Receipt { format?: string; transaction: string; index: number; proof: string[]; block: JwsGeneral }
export interface StateEntry { path: string; value: unknown }
export interface StatePage { root: string; block: number; items: StateEntry[]; folders: string[]; next: string | null }
export interface StateVersion { block: number; time: string; value: unknown }
export interface StateHistory { items: StateVersion[]; complete: boolean }
export interface SearchHit { kind: 'block' | 'transaction' | 'batch' | 'meter' | 'site' | 'key' | 'state' | 'ledger' | (string & {}); id: string; ledger: string | null; title: string; detail: string; url: string }

export interface BlockCommitted { ledger: string; number: number; id: string; time: string; transactions: number; batches: number; size: number }
export interface ReadingAccepted {
  ledger: string; site: string; meter: string; unit: string; transaction: string; block: number;
  slots?: { start: string; seconds: number; value: number | string; quality: Quality }[] | null; registers?: { at: string; value: number | string }[] | null;
}
export interface MeterSilent { ledger: string; site: string; meter: string; since: string }
