import { ed25519 } from '@noble/curves/ed25519.js';
import { type Bytes, ascii, concat, fromBase64Url, fromHex, hex, sha256 } from './bytes';
import { type EcJwk, thumbprint, verifyEs256 } from './jose';
import { keysOf } from './recover';

/** Base 64 with padding (RFC 4648 §4), read strictly. */
export function fromBase64(text: string): Bytes {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) throw new Error('Something in the file is not Base 64.');
  return fromBase64Url(text.replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'));
}

export interface NoteSignature { name: string; keyId: string; bytes: Bytes }
export interface SignedNote { text: string; signatures: NoteSignature[] }

/** Takes a signed note (C2SP signed-note) apart: its text with the last newline, and its signature lines. Nothing is verified yet. */
export function readNote(all: string): SignedNote {
  const blank = all.lastIndexOf('\n\n');
  if (blank < 0 || blank + 2 === all.length || !all.endsWith('\n')) throw new Error('A signed note has a text, an empty line and at least one signature line.');
  const signatures = all.slice(blank + 2, -1).split('\n').map((line) => {
    const match = /^\u2014 ([^\s+]+) (\S+)$/.exec(line);
    const bytes = match ? fromBase64(match[2]!) : new Uint8Array();
    if (!match || bytes.length <= 4) throw new Error('A signature line of the checkpoint is not “— name base64”.');
    return { name: match[1]!, keyId: hex(bytes.subarray(0, 4)), bytes: bytes.slice(4) };
  });
  return { text: all.slice(0, blank + 1), signatures };
}

export interface Checkpoint { origin: string; size: number; root: Bytes }

/** The three lines of a checkpoint (C2SP tlog-checkpoint); extension lines are passed over. */
export function readCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = ''] = text.split('\n');
  const hash = fromBase64(root);
  if (origin === '' || !/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size)) || hash.length !== 32) throw new Error('The checkpoint is not origin, size and root.');
  return { origin, size: Number(size), root: hash };
}

const spkiHead = fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200');

/** SubjectPublicKeyInfo of a P-256 key in DER (RFC 5480). */
export const spkiOf = (jwk: EcJwk): Bytes => concat(spkiHead, Uint8Array.of(4), fromBase64Url(jwk.x), fromBase64Url(jwk.y));

/** Ecdsa-Sig-Value in DER (RFC 3279 §2.2.3) as r ‖ s; null when it is none. */
export function fromDer(der: Uint8Array): Bytes | null {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der.length > 72) return null;
  const out = new Uint8Array(64);
  let at = 2;
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0;
    if (der[at] !== 2 || length < 1 || at + 2 + length > der.length) return null;
    const number = der.subarray(at + 2, at + 2 + length);
    const padded = number[0] === 0;
    if ((number[0]! & 0x80) !== 0 || (padded && (length < 2 || (number[1]! & 0x80) === 0) && !(length === 1))) return null;
    const digits = padded ? number.subarray(1) : number;
    if (digits.length > 32) return null;
    out.set(digits, end - digits.length);
    at += 2 + length;
  }
  return at === der.length ? out : null;
}

/** The P-256 key that made a signature line of type 0x02, found from the signature; null when no key with that key id did. */
export async function noteSigner(text: string, signature: NoteSignature): Promise<{ kid: string; jwk: EcJwk } | null> {
  const plain = fromDer(signature.bytes);
  if (!plain) return null;
  const data = new TextEncoder().encode(text) as Bytes;
  for (const jwk of await keysOf(plain, data)) {
    if (hex((await sha256(spkiOf(jwk))).subarray(0, 4)) === signature.keyId && await verifyEs256(jwk, plain, data)) return { kid: await thumbprint(jwk), jwk };
  }
  return null;
}

export interface WitnessKey { name: string; keyId: string; key: Bytes }

/** A witness's verifier key, `name+id+base64(0x04 ‖ Ed25519 key)` (C2SP tlog-cosignature). */
export async function readWitnessKey(text: string): Promise<WitnessKey> {
  const [name = '', id = '', ...rest] = text.trim().split('+');
  const bytes = fromBase64(rest.join('+'));
  if (name === '' || bytes[0] !== 4 || bytes.length !== 33) throw new Error('A witness key is name+id+base64, of an Ed25519 key of type 0x04.');
  const computed = hex((await sha256(concat(ascii(`${name}\n`), bytes))).subarray(0, 4));
  if (computed !== id) throw new Error(`The id of the witness key ${name} is ${computed}, not ${id}.`);
  return { name, keyId: id, key: bytes.slice(1) };
}

/** When a witness cosigned (Unix seconds), or null when this line is not its valid cosignature/v1 over the note. */
export function cosignedAt(note: SignedNote, witness: WitnessKey): number | null {
  for (const { name, keyId, bytes } of note.signatures) {
    if (name !== witness.name || keyId !== witness.keyId || bytes.length !== 72) continue;
    const time = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
    const message = new TextEncoder().encode(`cosignature/v1\ntime ${time}\n${note.text}`);
    if (ed25519.verify(bytes.subarray(8), message, witness.key, { zip215: false })) return time;
  }
  return null;
}
