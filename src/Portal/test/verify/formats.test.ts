import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Receipt } from '../../src/api/types';
import { fromBase64Url, sha256, toBase64Url } from '../../src/verify/bytes';
import { parseCompact, thumbprint, ecJwk } from '../../src/verify/jose';
import { verifyTransaction } from '../../src/verify/transaction';

/** The examples of docs/formats.md, which the ledger's own tests recompute in C#: both sides read the same bytes. */
const document = readFileSync(join(process.cwd(), '../../docs/formats.md'), 'utf8');
const example = (name: string): string => {
  const found = new RegExp('```\\w+ ' + name + '\\n([\\s\\S]*?)\\n```').exec(document);
  if (!found) throw new Error(`docs/formats.md has no example "${name}"`);
  return found[1]!.trim();
};

test('the key id is the thumbprint of the key', async () => expect(await thumbprint(ecJwk(example('key')))).toBe(example('kid')));

test('the transaction id is the hash of the signing input', async () => {
  expect(toBase64Url(await sha256(parseCompact(example('transaction')).signingInput))).toBe(example('transaction-id'));
});

test('the block id is the hash of the payload', async () => {
  const block = JSON.parse(example('block')) as { payload: string };
  expect(toBase64Url(await sha256(fromBase64Url(block.payload)))).toBe(example('block-id'));
});

test('the receipt verifies, and not with any one character of its transaction or proof changed', async () => {
  const receipt = JSON.parse(example('receipt')) as Receipt;
  const key = JSON.parse(example('key')) as unknown;
  const { header, signingInput } = parseCompact(receipt.transaction);
  const id = toBase64Url(await sha256(signingInput));
  const verify = (changed: Receipt) => verifyTransaction({ id, ledger: String(header.ledger), jws: changed.transaction, signerKey: key, receipt: changed, validatorKeys: { [example('kid')]: key } });
  const verdict = await verify(receipt);
  expect(verdict.steps.filter((s) => !s.ok)).toEqual([]);
  const other = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
  for (let at = 0; at < receipt.transaction.length; at += 13) expect((await verify({ ...receipt, transaction: other(receipt.transaction, at) })).ok).toBe(false);
  for (const [i, hash] of receipt.proof.entries()) expect((await verify({ ...receipt, proof: receipt.proof.map((p, j) => (i === j ? other(hash, 5) : p)) })).ok).toBe(false);
});
