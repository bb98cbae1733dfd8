import type { JwsGeneral } from '../api/types';
import { ascii, fromBase64Url, sha256, toBase64Url } from './bytes';
import { signingInputOf } from './jose';
import { signerOf } from './recover';
import { type Seal, type Step, words } from './verdict';

/** What a block's signatures are over (docs/formats.md, Block). */
export interface BlockPayload { ledger: string; number: number; previous: string; time: number; size: number; root: string; state: string; validators: string[]; engine: string }

const digest = /^[A-Za-z0-9_-]{43}$/;
export const isDigest = (value: unknown): value is string => typeof value === 'string' && digest.test(value);
const whole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Reads a block's payload, which is canonical JSON and nothing else. Throws with a reason. */
export function readBlock(jws: JwsGeneral | null | undefined): BlockPayload {
  if (typeof jws?.payload !== 'string' || !Array.isArray(jws.signatures)) throw new Error('The file holds no block: a payload and its signatures.');
  const text = new TextDecoder().decode(fromBase64Url(jws.payload));
  let b: BlockPayload;
  try {
    b = JSON.parse(text) as BlockPayload;
  } catch {
    throw new Error('The block\'s payload is not JSON: it was altered.');
  }
  const { ledger, number, previous, time, size, root, state, validators, engine } = b;
  const sound = /^[a-z0-9-]{1,64}$/.test(ledger) && /^[a-z0-9-]{1,64}$/.test(engine) && [number, time, size].every(whole)
    && [previous, root, state].every(isDigest) && Array.isArray(validators) && validators.every(isDigest);
  if (!sound || JSON.stringify({ ledger, number, previous, time, size, root, state, validators, engine }) !== text) {
    throw new Error('The block\'s payload is not the canonical JSON of a block: it was altered.');
  }
  return b;
}

export const blockId = async (jws: JwsGeneral): Promise<string> => toBase64Url(await sha256(fromBase64Url(jws.payload)));

/** How many signatures an engine asks for: `solo` its one, `quorum` more than two thirds (⌊2n/3⌋+1). Null for an engine unknown here. */
export function signaturesNeeded(engine: string, validators: number): number | null {
  if (engine === 'solo') return validators === 1 ? 1 : null;
  return engine === 'quorum' && validators > 0 ? Math.floor((2 * validators) / 3) + 1 : null;
}

/**
 * Checks a block's certificate under the engine it names: every signature is by a different one of its own validators and verifies, and there
 * are enough of them. Which keys those are is read from the signatures themselves.
 */
export async function checkCertificate(jws: JwsGeneral, block: BlockPayload): Promise<{ step: Omit<Step, 'id' | 'title'>; seal: Seal }> {
  const needed = signaturesNeeded(block.engine, block.validators.length);
  const keys = new Map<string, Seal['validators'][number]>(block.validators.map((kid) => [kid, { kid, signed: false, jwk: null }]));
  let wrong = '';
  for (const one of jws.signatures) {
    const { header, signingInput } = signingInputOf(one.protected, jws.payload);
    const kid = words(header.kid);
    const validator = keys.get(kid);
    const canonical = new TextDecoder().decode(fromBase64Url(one.protected)) === JSON.stringify({ alg: 'ES256', kid, typ: 'sb-block' });
    if (!validator) wrong ||= `The block carries a signature of ${kid}, which is none of its validators.`;
    else if (validator.signed) wrong ||= `The validator ${kid} is counted twice.`;
    else if (!canonical) wrong ||= `The signature of ${kid} was not made for a block.`;
    else {
      validator.jwk = await signerOf(kid, fromBase64Url(one.signature), signingInput);
      validator.signed = validator.jwk !== null;
      if (!validator.signed) wrong ||= `The signature of the validator ${kid} does not fit the block: one of them was altered, or somebody else signed.`;
    }
  }
  const validators = [...keys.values()];
  const signed = validators.filter((v) => v.signed).length;
  const of = `${validators.length} ${validators.length === 1 ? 'validator' : 'validators'}`;
  if (needed === null) wrong ||= block.engine === 'solo' ? `Under the engine solo a ledger has one validator; this block names ${validators.length}.` : validators.length === 0 ? 'The block names no validators.' : `The rule "${block.engine}" is not known here, so nobody can say how many signatures it takes.`;
  else if (signed < needed) wrong ||= `${signed} of ${of} signed this block, but ${needed} are needed.`;
  const id = await blockId(jws);
  return {
    step: {
      ok: wrong === '',
      explanation: wrong || `${signed} of ${of} signed this block; ${needed} ${needed === 1 ? 'is' : 'are'} needed.`,
      facts: [{ label: 'Block id', value: id }, ...validators.map((v) => ({ label: v.signed ? 'Signed by' : 'No valid signature of', value: v.kid }))],
    },
    seal: {
      ledger: block.ledger, genesis: block.number === 0 ? id : null, block: { number: block.number, id, time: block.time }, size: block.size, engine: block.engine,
      validators, needed: needed ?? validators.length, complete: true,
    },
  };
}

/** The bytes of a text that must be ASCII, as every compact JWS is. */
export function asciiOnly(text: string, what: string): Uint8Array {
  if (!/^[\x21-\x7e]*$/.test(text)) throw new Error(`The ${what} holds characters that it cannot have.`);
  return ascii(text);
}

/** The keys that a block's signatures name, valid or not. */
export function kidsOf(jws: JwsGeneral): string[] {
  return jws.signatures.map((s) => words(signingInputOf(s.protected, jws.payload).header.kid));
}
