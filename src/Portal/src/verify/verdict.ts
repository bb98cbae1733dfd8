import type { EcJwk } from './jose';
import type { Way } from './way';

/** One thing that was checked: what it claims, what this browser computed, and whether the two agree. */
export interface Step { id: StepId; title: string; ok: boolean; explanation: string; facts: Fact[] }
export type StepId = 'signature' | 'id' | 'leaf' | 'inclusion' | 'certificate' | 'witnesses' | 'statements' | 'conflict';
export interface Fact { label: string; value: string }

export type Format = 'sb-receipt/1' | 'sb-state/1' | 'c2sp.org/tlog-proof@v1' | 'sb-evidence/1';

/** Who vouches for the root that everything else hangs on. `jwk` was found from the signature itself; null where there is no valid one. */
export interface Seal {
  ledger: string;
  /** Id of block 0, where the file names it. */
  genesis: string | null;
  block: { number: number; id: string; time: number } | null;
  /** Transactions on the ledger at that moment. */
  size: number;
  engine: string;
  validators: { kid: string; signed: boolean; jwk: EcJwk | null }[];
  needed: number;
  /** True when the file names every validator that could sign (a block does, a checkpoint names only who did). */
  complete: boolean;
}

export interface TransactionSubject { kind: 'transaction'; id: string; ledger: string; index: number; family: string; signer: string; time: number; payload: unknown; jws: string }
export interface StateSubject { kind: 'state'; ledger: string; path: string; present: boolean; value: string | null }
export interface EvidenceSubject { kind: 'evidence'; ledger: string; kid: string; what: string; first: unknown; second: unknown }
export type Subject = TransactionSubject | StateSubject | EvidenceSubject;

/**
 * What a file amounts to. `ok` speaks of what can be computed from the file alone; whether its validators are the right ones is for the
 * reader to say (trust.ts).
 */
export interface Verdict {
  format: Format;
  ok: boolean;
  /** What is proven, or what is wrong, in a sentence. */
  sentence: string;
  steps: Step[];
  subject: Subject | null;
  seal: Seal | null;
  way: Way | null;
  milliseconds: number;
}

/** Collects steps; an exception is a failed step with its reason, never a crash. */
export class Steps {
  readonly all: Step[] = [];
  readonly started = performance.now();

  async run(id: StepId, title: string, check: () => Promise<Omit<Step, 'id' | 'title'>>): Promise<boolean> {
    let outcome: Omit<Step, 'id' | 'title'>;
    try {
      outcome = await check();
    } catch (error) {
      outcome = { ok: false, explanation: sentenceOf(error), facts: [] };
    }
    this.all.push({ id, title, ...outcome });
    return outcome.ok;
  }

  get ok(): boolean { return this.all.length > 0 && this.all.every((step) => step.ok); }

  /** The first thing that is wrong; the rest usually follows from it. */
  get wrong(): string { return this.all.find((step) => !step.ok)?.explanation ?? ''; }

  get milliseconds(): number { return performance.now() - this.started; }
}

/** What went wrong, as a sentence. */
export function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

export const words = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? 'nothing');
