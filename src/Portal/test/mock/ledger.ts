import { createHash, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { build, type Leaf, leaf, prove, rootOf } from './trie.ts';
import { meterSpec, sites, siteSpecs, slot, quality } from './world.ts';

/** A ledger of the portal's formats in memory, really signed, so that the browser has something true to verify. */

export const b64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');
export const sha = (...parts: Uint8Array[]): Buffer => { const h = createHash('sha256'); for (const p of parts) h.update(p); return h.digest(); };

interface Key { kid: string; jwk: { kty: string; crv: string; x: string; y: string }; secret: KeyObject; party: string; role: string }
function newKey(party: string, role: string): Key {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' }) as Key['jwk'];
  return { kid: b64(sha(Buffer.from(JSON.stringify({ crv, kty, x, y })))), jwk: { kty, crv, x, y }, secret: privateKey, party, role };
}
const es256 = (key: Key, data: string) => b64(sign('sha256', Buffer.from(data), { key: key.secret, dsaEncoding: 'ieee-p1363' }));

export const operator = newKey('nimbus', 'operator');
/** The host founds the ledger alone; from block 2 on four validators of four parties certify it, of whom the last one is away. */
export const host = newKey('nimbus', 'validator');
export const members = ['nimbus', 'lumen-esco', 'grid-west', 'auditor'].map((party, i) => (i === 0 ? host : newKey(party, 'validator')));
export const validatorsOf = (block: number): Key[] => (block < 2 ? [host] : members);
export const signersOf = (block: number): Key[] => (block < 2 ? [host] : members.slice(0, 3));
const byKid = (a: Key, b: Key) => (a.kid < b.kid ? -1 : 1);
const devices = new Map<string, Key>();
const deviceKey = (meter: string): Key => {
  let key = devices.get(meter);
  if (!key) devices.set(meter, key = newKey('nimbus', 'device'));
  return key;
};
export const keys = (): Key[] => [operator, ...members, ...devices.values()];

export interface Tx { id: string; jws: string; header: Record<string, unknown>; payload: Record<string, unknown>; key: Key; block: number; index: number; time: number; batch: string }
export interface Blk { number: number; id: string; payload: Record<string, unknown>; jws: { payload: string; signatures: { protected: string; signature: string }[] }; batches: { id: string; txs: Tx[] }[]; time: number; size: number }

export const transactions: Tx[] = [];
export const blocks: Blk[] = [];
export const state = new Map<string, { block: number; time: number; transaction: string; value: unknown }[]>();
const leaves: Buffer[] = [];

const full = new Map<number, Buffer>();
export function root(from = 0, to = leaves.length): Buffer {
  if (to === from) return sha();
  if (to - from === 1) return leaves[from]!;
  const split = 2 ** Math.floor(Math.log2(to - from - 1));
  const node = () => sha(Buffer.of(1), root(from, from + split), root(from + split, to));
  if (to - from !== 2 * split || from % (2 * split) !== 0) return node();
  // A full subtree never changes again.
  const key = from * 64 + Math.log2(2 * split);
  const known = full.get(key) ?? node();
  full.set(key, known);
  return known;
}
export function path(index: number, from: number, to: number): Buffer[] {
  if (to - from <= 1) return [];
  const split = 2 ** Math.floor(Math.log2(to - from - 1));
  return index < split ? [...path(index, from, from + split), root(from + split, to)] : [...path(index - split, from + split, to), root(from, from + split)];
}

/** The consistency proof by the definition (RFC 9162 §2.1.4.1): that the first m leaves are a prefix of those up to `to`. */
export function consistency(m: number, from: number, to: number, whole = true): Buffer[] {
  const n = to - from;
  if (m === n) return whole ? [] : [root(from, to)];
  const split = 2 ** Math.floor(Math.log2(n - 1));
  return m <= split ? [...consistency(m, from, from + split, whole), root(from + split, to)] : [...consistency(m - split, from + split, to, false), root(from, from + split)];
}

let nonce = 0;
function write(key: Key, family: string, payload: Record<string, unknown>, time: number): Tx {
  const header = { alg: 'ES256', kid: key.kid, typ: 'sb-tx', ledger: 'nimbus', family, iat: time - 400, nonce: (nonce++).toString(36).padStart(8, '0') };
  const input = `${b64(JSON.stringify(header))}.${b64(JSON.stringify(payload))}`;
  const id = b64(sha(Buffer.from(input)));
  return { id, jws: `${input}.${es256(key, input)}`, header, payload, key, block: -1, index: -1, time, batch: id };
}

const set = (name: string, tx: Tx, value: unknown) => {
  const versions = state.get(name) ?? [];
  versions.push({ block: tx.block, time: tx.time, transaction: tx.id, value });
  state.set(name, versions);
};

export function append(batches: Tx[][], time: number): Blk {
  const number = blocks.length;
  const made = batches.map((txs) => ({ id: txs.length === 1 ? txs[0]!.id : b64(sha(Buffer.from(txs.map((t) => t.id).join(',')))), txs }));
  for (const batch of made) {
    for (const tx of batch.txs) {
      tx.block = number; tx.index = transactions.length; tx.batch = batch.id;
      transactions.push(tx);
      leaves.push(sha(Buffer.of(0), Buffer.from(tx.jws)));
      apply(tx);
    }
  }
  const payload = {
    ledger: 'nimbus', number, previous: blocks.at(-1)?.id ?? b64(Buffer.alloc(32)), time, size: leaves.length, root: b64(root()), state: b64(rootOf(trieAt(number))),
    validators: validatorsOf(number).map((v) => v.kid).sort(), engine: number < 2 ? 'solo' : 'quorum',
  };
  const body = b64(JSON.stringify(payload));
  const signatures = [...signersOf(number)].sort(byKid).map((key) => {
    const head = b64(JSON.stringify({ alg: 'ES256', kid: key.kid, typ: 'sb-block' }));
    return { protected: head, signature: es256(key, `${head}.${body}`) };
  });
  const block: Blk = { number, id: b64(sha(Buffer.from(JSON.stringify(payload)))), payload, jws: { payload: body, signatures }, batches: made, time, size: leaves.length };
  blocks.push(block);
  return block;
}

const stateLeaves = new WeakMap<object, Leaf>();

/** The state after a block as a trie. */
function trieAt(block: number) {
  const leaves: Leaf[] = [];
  for (const [name, versions] of state) {
    const version = versions.findLast((v) => v.block <= block);
    if (!version) continue;
    let made = stateLeaves.get(version);
    if (!made) stateLeaves.set(version, made = leaf(name, Buffer.from(JSON.stringify(version.value))));
    leaves.push(made);
  }
  return build(leaves.sort((a, b) => (a.path < b.path ? -1 : 1)));
}

export const stateReceipt = (path: string, block: number) => ({ format: 'sb-state/1', path, proof: prove(trieAt(block), path), block: blocks[block]!.jws });

function apply(tx: Tx): void {
  const p = tx.payload as Record<string, any>;
  switch (tx.header.family) {
    case 'settings/1':
      if (p.op === 'set') { set(`settings/${p.name}`, tx, p.value); break; }
      set('settings/genesis', tx, p);
      for (const name of ['name', 'engine', 'validators']) set(`settings/${name}`, tx, p[name]);
      for (const key of p.keys) set(`key/${deviceKeyId(key)}`, tx, key);
      break;
    case 'key/1': set(`key/${deviceKeyId(p as never)}`, tx, { jwk: p.jwk, party: p.party, role: p.role }); break;
    case 'site/1': set(`site/${p.site}`, tx, p); break;
    case 'meter/1': set(`meter/${p.meter}`, tx, p); break;
    case 'interval/1': {
      const day = `meter/${p.meter}/${p.start.slice(0, 10)}`;
      const before = (state.get(day)?.at(-1)?.value as { slots: object[] } | undefined)?.slots ?? [];
      set(day, tx, { seconds: p.seconds, slots: [...before, { start: p.start, values: p.values, quality: p.quality }] });
      set(`meter/${p.meter}/head`, tx, { last: p.start });
    }
  }
}
const deviceKeyId = (p: { jwk: Key['jwk'] }) => b64(sha(Buffer.from(JSON.stringify({ crv: p.jwk.crv, kty: p.jwk.kty, x: p.jwk.x, y: p.jwk.y }))));

export const latest = new Map<string, Tx>();
export function readingsBlock(t: number, time: number): Blk {
  const batches: Tx[][] = [];
  for (const meter of Object.values(siteSpecs).flat()) {
    const v = slot(meter.id, t);
    if (v === null || meter.id === 'nimbus-boiler-2') continue;
    const tx = write(deviceKey(meter.id), 'interval/1', { meter: meter.id, start: new Date(t).toISOString().replace('.000', ''), seconds: 900, values: [v.toFixed(3)], quality: quality(meter.id, t) }, time);
    latest.set(meter.id, tx);
    if (batches.length && Math.random() < 0.3) batches.at(-1)!.push(tx); else batches.push([tx]);
  }
  return append(batches, time);
}

/** Genesis, registrations, and a day and a half of quarter hours. */
export function begin(now: number): void {
  const quarter = 900_000;
  const start = Math.floor(now / quarter) * quarter - 144 * quarter;
  for (const meter of Object.values(siteSpecs).flat()) deviceKey(meter.id);
  append([[write(operator, 'settings/1', { op: 'genesis', engine: 'solo', validators: [host.jwk], keys: [operator, ...members].map(({ jwk, party, role }) => ({ jwk, party, role })), name: 'Nimbus' }, start)]], start);
  append([[
    write(operator, 'settings/1', { op: 'set', name: 'validators', value: [...members].sort(byKid).map((v) => v.jwk) }, start + 500),
    write(operator, 'settings/1', { op: 'set', name: 'engine', value: 'quorum' }, start + 500),
  ]], start + 500);
  append([
    ...[...devices.values()].map((key) => [write(operator, 'key/1', { op: 'register', jwk: key.jwk, party: 'nimbus', role: 'device' }, start + 1000)]),
    ...sites.map((s) => [write(operator, 'site/1', { site: s.id, name: s.name, timeZone: s.timeZone, latitude: String(s.latitude), longitude: String(s.longitude) }, start + 1000)]),
    ...Object.values(siteSpecs).flat().map((m) => [write(operator, 'meter/1', { meter: m.id, name: m.name, commodity: m.commodity, unit: m.unit, direction: m.direction, kind: 'interval', parent: m.parent, key: deviceKey(m.id).kid }, start + 1000)]),
  ], start + 1000);
  for (let t = start; t + quarter <= now; t += quarter) readingsBlock(t, t + quarter + 2000);
}

export function sentence(tx: Tx): string {
  const p = tx.payload as Record<string, any>;
  switch (tx.header.family) {
    case 'interval/1': return `${meterSpec(p.meter)?.name ?? p.meter} recorded ${p.values[0]} ${meterSpec(p.meter)?.unit ?? ''} in the 15 minutes from ${p.start.slice(11, 16)} UTC on ${p.start.slice(0, 10)}.`;
    case 'meter/1': return `Meter ${p.meter} (${p.name}) was registered for ${p.commodity} in ${p.unit}.`;
    case 'site/1': return `Site ${p.name} was registered.`;
    case 'key/1': return `A ${p.role} key of ${p.party} was registered.`;
    default: return p.op === 'set' ? `The setting ${p.name} was changed.` : 'The ledger was founded with one validator, engine solo.';
  }
}

/** A signed statement of a validator: compact JWS (docs/consensus.md). */
export function statement(key: Key, typ: string, payload: object): string {
  const input = `${b64(JSON.stringify({ alg: 'ES256', kid: key.kid, typ }))}.${b64(JSON.stringify(payload))}`;
  return `${input}.${es256(key, input)}`;
}

/** Evidence that the absent validator signed two blocks at one height, before it went away. */
export function evidence() {
  const key = members[3]!;
  const [first, second] = [blocks[5]!.payload, { ...blocks[5]!.payload, time: blocks[5]!.time + 1 }].map((p) => statement(key, 'sb-block', p)).sort() as [string, string];
  return { format: 'sb-evidence/1', kind: 'block', jwk: key.jwk, first, second };
}

const origin = () => `smartblocks/nimbus/${blocks[0]!.id}`;
const spki = (key: Key) => createPublicKey(key.secret).export({ format: 'der', type: 'spki' });

/** The log's verifier key, and its head as a signed note with one witness's cosignature (C2SP signed-note, tlog-checkpoint, tlog-cosignature). */
export const logKey = (): string => `${origin()}+${sha(spki(host)).subarray(0, 4).toString('hex')}+${Buffer.concat([Buffer.of(2), spki(host)]).toString('base64')}`;

const witness = generateKeyPairSync('ed25519');
const witnessName = 'witness.example/west';
const witnessRaw = Buffer.from(witness.publicKey.export({ format: 'jwk' }).x!, 'base64url');
const witnessId = sha(Buffer.from(`${witnessName}\n`), Buffer.of(4), witnessRaw).subarray(0, 4);
export const witnessKey = `${witnessName}+${witnessId.toString('hex')}+${Buffer.concat([Buffer.of(4), witnessRaw]).toString('base64')}`;

export function checkpoint(): string {
  const text = `${origin()}\n${leaves.length}\n${root().toString('base64')}\n`;
  const line = (name: string, id: Buffer, signature: Buffer) => `\u2014 ${name} ${Buffer.concat([id.subarray(0, 4), signature]).toString('base64')}\n`;
  const seconds = Math.floor(blocks.at(-1)!.time / 1000);
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(seconds));
  return `${text}\n${line(origin(), sha(spki(host)), sign('sha256', Buffer.from(text), host.secret))}`
    + line(witnessName, witnessId, Buffer.concat([time, sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), witness.privateKey)]));
}
