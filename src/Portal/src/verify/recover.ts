import { p256 } from '@noble/curves/nist.js';
import { type Bytes, sha256, toBase64Url } from './bytes';
import { type EcJwk, thumbprint, verifyEs256 } from './jose';

/**
 * The P-256 keys under which an ES256 signature over these bytes is valid (SEC 1 §4.1.6): two, as a rule. None where the signature is not
 * one at all. Which of them is meant, the id that the signed header names has to say.
 */
export async function keysOf(signature: Uint8Array, data: Uint8Array): Promise<EcJwk[]> {
  if (signature.length !== 64) return [];
  const digest = await sha256(data);
  const found: EcJwk[] = [];
  for (const bit of [0, 1, 2, 3]) {
    try {
      const point = p256.Signature.fromBytes(signature, 'compact').addRecoveryBit(bit).recoverPublicKey(digest).toBytes(false);
      found.push({ kty: 'EC', crv: 'P-256', x: toBase64Url(point.subarray(1, 33)), y: toBase64Url(point.subarray(33)) });
    } catch {
      // No point of the curve for this bit: not a candidate.
    }
  }
  return found;
}

/**
 * The key with the id `kid` that made this signature, or null when no such key did. A file so needs no keys beside it: the id is the
 * thumbprint (RFC 7638) of one key only, and WebCrypto has the last word on whether that key signed.
 */
export async function signerOf(kid: unknown, signature: Bytes, data: Bytes): Promise<EcJwk | null> {
  for (const key of await keysOf(signature, data)) {
    if (await thumbprint(key) === kid && await verifyEs256(key, signature, data)) return key;
  }
  return null;
}
