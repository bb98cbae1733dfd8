import { type Bytes, ascii, fromBase64Url, sha256, toBase64Url } from './bytes';

export interface EcJwk { kty: string; crv: string; x: string; y: string }

export interface CompactJws { header: Record<string, unknown>; payload: Bytes; signature: Bytes; signingInput: Bytes }

function json(bytes: Uint8Array, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Error(`the ${what} is not JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`the ${what} is not a JSON object`);
  return value as Record<string, unknown>;
}

/** Takes a compact JWS (RFC 7515 §7.1) apart. Throws with a reason when it is none. */
export function parseCompact(text: string): CompactJws {
  const parts = text.split('.');
  if (parts.length !== 3) throw new Error('a compact JWS has three parts with dots between them');
  const [head = '', body = '', tail = ''] = parts;
  return {
    header: json(fromBase64Url(head), 'protected header'),
    payload: fromBase64Url(body),
    signature: fromBase64Url(tail),
    signingInput: ascii(`${head}.${body}`),
  };
}

/** One signature of a JWS in general JSON form: its header and the bytes it covers. */
export function signingInputOf(protectedHeader: string, payload: string): { header: Record<string, unknown>; signingInput: Bytes } {
  return { header: json(fromBase64Url(protectedHeader), 'protected header'), signingInput: ascii(`${protectedHeader}.${payload}`) };
}

/** Public members of a P-256 key, from a JWK object or its text. */
export function ecJwk(value: unknown): EcJwk {
  const jwk = (typeof value === 'string' ? json(ascii(value), 'key') : value) as Partial<EcJwk> | null;
  if (!jwk || jwk.kty !== 'EC' || jwk.crv !== 'P-256' || typeof jwk.x !== 'string' || typeof jwk.y !== 'string') throw new Error('not a P-256 public key');
  return { kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y };
}

/** RFC 7638: the key's own fingerprint, which is its id on the ledger. */
export async function thumbprint(jwk: EcJwk): Promise<string> {
  return toBase64Url(await sha256(ascii(JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }))));
}

/** ES256 (RFC 7518 §3.4): ECDSA on P-256 with SHA-256, the signature as r ‖ s in 64 bytes. */
export async function verifyEs256(jwk: EcJwk, signature: Uint8Array, data: Uint8Array): Promise<boolean> {
  if (signature.length !== 64) return false;
  const key = await crypto.subtle.importKey('jwk', { ...jwk, ext: true }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature as Bytes, data as Bytes);
}
