import { readEvidence, verifyEvidence } from './evidence';
import type { WitnessKey } from './note';
import { readReceipt, verifyReceipt } from './receipt';
import { readStateReceipt, verifyState } from './stateReceipt';
import { readTlogProof, tlogFormat, verifyTlogProof } from './tlog';
import { sentenceOf, type Verdict } from './verdict';

/** Larger than any file that a ledger gives out: a value of 1 MiB in base64url beside a proof and a block. */
export const largestFile = 4 * 1024 * 1024;

/** The formats that can be checked here, as people know them. */
export const formatName: Record<Verdict['format'], string> = {
  'sb-receipt/1': 'Receipt of a transaction', 'sb-state/1': 'Receipt of a state', [tlogFormat]: 'Proof of a transparency log', 'sb-evidence/1': 'Evidence against a validator',
};

/** What a file turned out to be: a verdict, or why it cannot even be read as anything this page knows. */
export type Checked = { verdict: Verdict } | { unreadable: string };

/** Says what a file is by its own words, and verifies it. Never throws. */
export async function checkFile(text: string, witnesses: readonly WitnessKey[] = []): Promise<Checked> {
  try {
    if (text.length > largestFile) throw new Error(`The file has ${text.length.toLocaleString('en-GB')} characters; no receipt is that long.`);
    if (text.startsWith(tlogFormat)) return { verdict: await verifyTlogProof(readTlogProof(text), witnesses) };
    const json = readJson(text);
    switch (json.format) {
      case 'sb-receipt/1': return { verdict: await verifyReceipt(readReceipt(json)) };
      case 'sb-state/1': return { verdict: await verifyState(readStateReceipt(json)) };
      case 'sb-evidence/1': return { verdict: await verifyEvidence(readEvidence(json)) };
      default: throw new Error(json.format === undefined ? 'The file does not say in which format it is (the member “format”), so it is nothing that a ledger gives out.' : `The format “${String(json.format).slice(0, 60)}” is not known here.`);
    }
  } catch (error) {
    return { unreadable: sentenceOf(error) };
  }
}

function readJson(text: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('The file is neither JSON nor a tlog-proof: it was cut off or altered, or it is something else.');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('The file is JSON, but not an object as a receipt is.');
  // The API answers several receipts in a list; one alone is the file.
  const { data } = json as { data?: unknown };
  return (Array.isArray(data) && data.length === 1 ? data[0] : json) as Record<string, unknown>;
}
