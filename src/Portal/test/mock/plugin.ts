import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import { alerts, flows, kpis, portfolio } from './alerts.ts';
import * as energy from './energy.ts';
import * as governance from './governance.ts';
import * as ledger from './ledger.ts';
import { meterSpec, quality, restMeter, sites, siteOf, siteSpecs, slot, sum, zone } from './world.ts';
import { addDays, addMonths, dayIn, startOfDay } from '../../src/format/times.ts';

const session = { email: 'owner@nimbus.example', name: 'Aoife Byrne', tenant: { id: 'nimbus', name: 'Nimbus' }, role: 'owner', ledgers: ['nimbus'], demo: true };
const quarter = 900_000;
const hour = 3_600_000;
const iso = (t: number) => new Date(t).toISOString().replace('.000', '');
const now = () => Date.now();

class Problem extends Error { constructor(readonly status: number, readonly title: string, detail: string, readonly more: object = {}) { super(detail); } }

const summary = (b: ledger.Blk) => ({
  number: b.number, id: b.id, previous: b.payload.previous, time: iso(b.time), transactions: b.batches.reduce((n, x) => n + x.txs.length, 0), batches: b.batches.length,
  size: b.size, root: b.payload.root, state: b.payload.state, proposer: ledger.host.kid, engine: b.payload.engine, bytes: JSON.stringify(b.jws).length + b.batches.reduce((n, x) => n + x.txs.reduce((m, t) => m + t.jws.length, 0), 0),
});
const txSummary = (t: ledger.Tx) => ({ id: t.id, block: t.block, index: t.index, family: t.header.family, signer: t.key.kid, party: t.key.party, time: iso(t.header.iat as number), sentence: ledger.sentence(t) });
const ledgerInfo = () => ({ id: 'nimbus', name: 'Nimbus', height: ledger.blocks.length - 1, transactions: ledger.transactions.length, stateRoot: ledger.blocks.at(-1)!.payload.state, lastBlockAt: iso(ledger.blocks.at(-1)!.time), engine: 'quorum', validators: ledger.members.map((v) => v.kid) });
const last = (meter: string) => {
  const tx = ledger.latest.get(meter);
  if (!tx) return null;
  const p = tx.payload as { start: string; seconds: number; values: string[]; quality: string };
  return { start: p.start, seconds: p.seconds, value: Number(p.values[0]), quality: p.quality, transaction: tx.id, block: tx.block };
};
const meters = (site?: string | null) => Object.entries(siteSpecs).filter(([id]) => !site || id === site).flatMap(([, specs]) => specs)
  .map((spec) => { const tx = ledger.transactions.find((t) => t.header.family === 'meter/1' && (t.payload as { meter?: string }).meter === spec.id); return restMeter(spec, tx ? { block: tx.block, transaction: tx.id } : null, last(spec.id)); });

function usage(site: string, q: URLSearchParams) {
  const from = q.get('from')!, to = q.get('to')!, resolution = q.get('resolution') ?? 'day';
  const starts: number[] = [];
  const end = startOfDay(to, zone).getTime();
  if (resolution === 'hour') for (let t = startOfDay(from, zone).getTime(); t < end; t += hour) starts.push(t);
  else for (let d = from; d < to; d = resolution === 'day' ? addDays(d, 1) : addMonths(`${d.slice(0, 7)}-01`, 1)) starts.push(startOfDay(d, zone).getTime());
  const series = siteSpecs[site]!.map((m) => {
    const cells = starts.map((t, i) => (t > now() ? { value: null, completeness: 0 } : sum(m.id, t, starts[i + 1] ?? end, now())));
    return { meter: m.id, name: m.name, commodity: m.commodity, unit: m.unit, direction: m.direction, source: m.source, parent: m.parent, values: cells.map((c) => c.value), completeness: cells.map((c) => c.completeness) };
  });
  const total = (f: (s: (typeof series)[number]) => boolean) => series.filter(f).reduce((n, s) => n + s.values.reduce<number>((a, v) => a + (v ?? 0), 0), 0);
  const importKwh = total((s) => s.commodity === 'electricity' && s.direction === 'import' && !s.parent);
  const exportKwh = total((s) => s.direction === 'export');
  const generationKwh = total((s) => s.commodity === 'electricity' && s.direction === 'generation');
  return {
    site, timeZone: zone, from, to, resolution, unit: 'kWh', buckets: starts.map(iso), series,
    totals: { importKwh, exportKwh, generationKwh, gasM3: site === 'nimbus' ? total((s) => s.commodity === 'gas') : null, heatKwh: site === 'nimbus' ? total((s) => s.commodity === 'heat') : null, selfConsumption: generationKwh ? 1 - exportKwh / generationKwh : null },
  };
}

function readings(meter: string, q: URLSearchParams) {
  const from = Date.parse(q.get('from')!), to = Math.min(Date.parse(q.get('to')!), now());
  const resolution = q.get('resolution') ?? 'raw';
  const step = resolution === 'raw' ? quarter : resolution === 'hour' ? hour : 24 * hour;
  const items = [];
  for (let t = Math.ceil(from / step) * step; t + step <= to; t += step) {
    if (resolution === 'raw') {
      const value = slot(meter, t);
      if (value === null) continue;
      const tx = ledger.transactions.find((x) => (x.payload as any).meter === meter && (x.payload as any).start === iso(t));
      items.push({ start: iso(t), seconds: 900, value: Math.round(value * 1000) / 1000, quality: quality(meter, t), transaction: tx?.id ?? null, block: tx?.block ?? null });
    } else {
      const c = sum(meter, t, t + step, now());
      if (c.value !== null) items.push({ start: iso(t), seconds: step / 1000, value: c.value, quality: 'measured', transaction: null, block: null, completeness: c.completeness });
    }
  }
  if (q.get('order') === 'desc') items.reverse();
  const limit = Number(q.get('limit') ?? 50), at = Number(q.get('cursor') ?? 0);
  return { items: items.slice(at, at + limit), next: at + limit < items.length ? String(at + limit) : null, total: items.length };
}

function overview() {
  const today = startOfDay(dayIn(zone), zone).getTime();
  return {
    sites: sites.map((s) => {
      const main = siteSpecs[s.id]![0]!.id;
      const generation = siteSpecs[s.id]!.filter((m) => m.direction === 'generation' && m.commodity === 'electricity');
      return {
        id: s.id, name: s.name, ledger: s.ledger, timeZone: zone, latitude: s.latitude, longitude: s.longitude, meters: s.meters, silent: s.id === 'nimbus' ? 1 : 0,
        todayKwh: sum(main, today, today + 24 * hour, now()).value, yesterdayKwh: sum(main, today - 24 * hour, today, now()).value,
        todayGenerationKwh: generation.length ? generation.reduce((n, m) => n + (sum(m.id, today, now(), now()).value ?? 0), 0) : null,
        powerKw: (last(main)?.value ?? 0) * 4, lastReadingAt: last(main)?.start ?? null, completenessToday: s.id === 'nimbus' ? 0.973 : 1,
        spark: Array.from({ length: 24 }, (_, i) => { const t = Math.floor(now() / hour) * hour - (24 - i) * hour; return sum(main, t, t + hour, now()).value; }),
      };
    }),
    ledgers: [{ id: 'nimbus', height: ledger.blocks.length - 1, transactions: ledger.transactions.length, lastBlockAt: iso(ledger.blocks.at(-1)!.time), blocksLastHour: 240, transactionsLastHour: 2710 }],
    attention: [
      { kind: 'meter.silent', site: 'nimbus', meter: 'nimbus-boiler-2', text: 'Boiler 2 heat has not reported for 3 hours', since: iso(now() - 3 * hour) },
      { kind: 'quality.gap', site: 'nimbus', meter: 'nimbus-wind', text: '16 quarter hours are missing today', since: iso(today + 9 * hour) },
    ],
    readingsToday: 1034,
  };
}

function stateAt(name: string, at: number | null) {
  return ledger.state.get(name)?.filter((v) => at === null || v.block <= at).at(-1) ?? null;
}

/** Three validators follow closely, the fourth is away since the night. */
function validators() {
  const head = ledger.blocks.length - 1;
  return {
    engine: 'quorum', head, needed: 3,
    items: ledger.members.map((v, i) => {
      const away = i === 3, late = i === 2 ? Math.floor(now() / 5000) % 4 : 0;
      return {
        kid: v.kid, jwk: v.jwk, party: v.party, name: ['Nimbus Holdings', 'Lumen ESCO', 'Grid West', 'Byrne & Daly, auditors'][i], inSet: true, hosted: i === 0, connected: !away,
        at: away ? Math.max(0, head - 61) : head - late, lag: away ? Math.min(61, head) : late, lastSeen: iso(away ? now() - 5 * hour : now() - 1000),
        lastVote: away ? null : { number: head, round: 0, phase: 'lock', at: iso(ledger.blocks[head]!.time) }, lastSigned: away ? null : head - late,
      };
    }),
  };
}

let found: ReturnType<typeof ledger.evidence> | null = null;
function evidence() {
  found ??= ledger.evidence();
  const kid = ledger.members[3]!.kid;
  return { id: ledger.b64(ledger.sha(Buffer.from(JSON.stringify(found)))), kind: 'block', kid, party: 'auditor', number: 5, round: null, foundAt: iso(now() - 5 * hour), sentence: `The key ${kid} signed two blocks at height 5 of nimbus.`, file: found };
}

function answer(path: string, q: URLSearchParams): unknown {
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  const [head, id, sub, ...rest] = parts;
  const page = <T,>(all: T[]) => { const limit = Number(q.get('limit') ?? 50), at = Number(q.get('cursor') ?? 0); return { items: all.slice(at, at + limit), next: at + limit < all.length ? String(at + limit) : null, total: all.length }; };
  const missing = (what: string, name?: string) => { throw new Problem(404, `No such ${what}`, `There is no ${what} "${name}" that you may see.`); };
  if (head === 'overview') return overview();
  if (head === 'alerts') return page(alerts(q));
  if (head === 'portfolio') return portfolio(sites, q);
  if (head === 'sites') {
    if (!id) return page(sites);
    const site = sites.find((s) => s.id === id) ?? missing('site', id)!;
    if (sub === 'usage') return usage(id, q);
    if (sub === 'kpis') return kpis(site as { id: string; name: string }, q);
    if (sub === 'flows') return flows(id, q);
    if (sub === 'gaps') {
      const items = [];
      for (let t = startOfDay(q.get('from')!, zone).getTime(); t < Math.min(now(), startOfDay(q.get('to')!, zone).getTime()); t += 24 * hour) {
        if (id === 'nimbus' && Math.floor(t / 86_400_000) % 9 === 4) items.push({ meter: 'nimbus-wind', start: iso(t + 9 * hour), end: iso(t + 13 * hour), missingSlots: 16 });
      }
      return page(items);
    }
    const all = meters(id);
    const tree = (parent: string | null): object[] => all.filter((m) => m.parent === parent).map((m) => ({ ...m, children: tree(m.id) }));
    return { ...(site as object), meterTree: tree(null) };
  }
  if (head === 'meters') {
    if (!id) return page(meters(q.get('site')));
    if (!meterSpec(id)) missing('meter', id);
    if (sub === 'readings') return readings(id, q);
    if (sub === 'quality') return energy.quality(id, q, now());
    if (sub === 'prediction') return energy.prediction(id, q, now());
    if (sub === 'forecasts' && rest[0] === 'scores') return energy.scores(id, now());
    if (sub === 'baselines' || sub === 'savings') {
      const all = energy.baselines(id, ledger.blocks[3]?.batches[0]?.id ?? null);
      if (sub === 'baselines' && !rest[0]) return { items: all };
      const baseline = all.find((b) => b.id === (rest[0] ?? q.get('baseline'))) ?? (missing('baseline', rest[0]) as never);
      return sub === 'savings' ? energy.savings(baseline, now()) : energy.baselineDetail(baseline, now());
    }
    return meters(siteOf(id)).find((m) => m.id === id);
  }
  if (head === 'search') {
    const text = q.get('q')!.toLowerCase();
    const hits = [
      ...sites.filter((s) => `${s.id} ${s.name}`.toLowerCase().includes(text)).map((s) => ({ kind: 'site', id: s.id, ledger: 'nimbus', title: s.name, detail: `${s.meters} meters`, url: `/sites/${s.id}` })),
      ...meters().filter((m) => `${m.id} ${m.name}`.toLowerCase().includes(text)).map((m) => ({ kind: 'meter', id: m.id, ledger: 'nimbus', title: m.name, detail: `${m.commodity}, ${m.unit}`, url: `/sites/${m.site}/meters/${m.id}` })),
      ...ledger.blocks.filter((b) => String(b.number) === text || b.id.toLowerCase().startsWith(text)).map((b) => ({ kind: 'block', id: b.id, ledger: 'nimbus', title: `Block ${b.number}`, detail: iso(b.time), url: `/ledgers/nimbus/blocks/${b.number}` })),
      ...(text.length > 4 ? ledger.transactions.filter((t) => t.id.toLowerCase().startsWith(text)).map((t) => ({ kind: 'transaction', id: t.id, ledger: 'nimbus', title: ledger.sentence(t), detail: `Block ${t.block}`, url: `/ledgers/nimbus/transactions/${t.id}` })) : []),
    ];
    return { items: hits.slice(0, 20), next: null };
  }
  if (head === 'tenant' && id === 'key') return governance.hostedKey();
  if (head === 'ledgers') {
    if (!id) return page([ledgerInfo()]);
    if (id !== 'nimbus') missing('ledger', id);
    if (!sub) return ledgerInfo();
    if (sub === 'blocks') {
      if (rest[0] === undefined) return page([...ledger.blocks].reverse().map(summary));
      const block = ledger.blocks.find((b) => String(b.number) === rest[0] || b.id === rest[0]) ?? (missing('block', rest[0]) as never);
      return { ...summary(block), jws: block.jws, batches: block.batches.map((b) => ({ id: b.id, transactions: b.txs.map((t) => t.id), sealed: b.txs.length > 1, seal: null })), signatures: ledger.signersOf(block.number).map((v) => ({ kid: v.kid, valid: true })), certificate: ledger.validatorsOf(block.number).map((v) => ({ kid: v.kid, party: v.party, name: v.party, valid: ledger.signersOf(block.number).includes(v) })) };
    }
    if (sub === 'batches') {
      const batch = ledger.blocks.flatMap((b) => b.batches).find((b) => b.id === rest[0]) ?? (missing('batch', rest[0]) as never);
      return { id: batch.id, block: batch.txs[0]!.block, transactions: batch.txs.map(txSummary), seal: null, signer: batch.txs[0]!.key.kid };
    }
    if (sub === 'transactions') {
      if (!rest[0]) return page([...ledger.transactions].reverse().filter((t) => (!q.get('block') || t.block === Number(q.get('block'))) && (!q.get('family') || t.header.family === q.get('family'))).map(txSummary));
      const t = ledger.transactions.find((x) => x.id === rest[0]) ?? (missing('transaction', rest[0]) as never);
      return { ...txSummary(t), header: t.header, payload: t.payload, jws: t.jws, blockId: ledger.blocks[t.block]!.id, batch: t.batch, signerKey: { kid: t.key.kid, jwk: t.key.jwk, party: t.key.party, role: t.key.role }, bytes: t.jws.length };
    }
    if (sub === 'receipts') {
      const t = ledger.transactions.find((x) => x.id === q.get('id')) ?? (missing('transaction', q.get('id')!) as never);
      const block = ledger.blocks[t.block]!;
      return { data: [{ format: 'sb-receipt/1', transaction: t.jws, index: t.index, proof: ledger.path(t.index, 0, block.size).map(ledger.b64), block: block.jws }] };
    }
    if (sub === 'validators') return validators();
    if (sub === 'members') return governance.members();
    if (sub === 'settings') return governance.settings();
    if (sub === 'governance') return rest[0] === 'proposals' ? governance.proposals() : governance.rule();
    if (sub === 'log' && rest[0] === 'witnesses') return { origin: 'nimbus', items: [{ name: 'witness.example/west', key: ledger.witnessKey, size: ledger.transactions.length, at: iso(now() - 4000), error: null, nextTry: null }] };
    if (sub === 'evidence') return page([evidence()]);
    if (sub === 'proofs' && rest[0] === 'consistency') return { path: ledger.consistency(Number(q.get('from')), 0, Number(q.get('to'))).map(ledger.b64) };
    if (sub === 'proofs' && rest.join('/') === 'state/receipt') return ledger.stateReceipt(q.get('path')!, q.get('block') ? Number(q.get('block')) : ledger.blocks.length - 1);
    const at = q.get('at') ? Number(q.get('at')) : null;
    if (sub === 'state') {
      const top = ledger.blocks[at ?? ledger.blocks.length - 1]!;
      if (rest.length) { const v = stateAt(rest.join('/'), at) ?? (missing('state', rest.join('/')) as never); return { path: rest.join('/'), value: v.value, block: top.number, root: top.payload.state }; }
      const items = [...ledger.state.keys()].filter((p) => p.startsWith(q.get('prefix') ?? '')).sort().flatMap((p) => { const v = stateAt(p, at); return v ? [{ path: p, value: v.value }] : []; });
      const prefix = q.get('prefix') ?? '';
      const folders = q.get('delimiter') ? [...new Set(items.filter((x) => x.path.slice(prefix.length).includes('/')).map((x) => prefix + x.path.slice(prefix.length).split('/')[0] + '/'))] : [];
      return { root: top.payload.state, block: top.number, folders, ...page(items.filter((x) => !folders.some((f) => x.path.startsWith(f)))) };
    }
    if (sub === 'state-history') return { items: [...ledger.state.get(rest.join('/')) ?? []].reverse().map((v) => ({ block: v.block, time: iso(v.time), value: v.value })), complete: true };
  }
  throw new Problem(404, 'Not found', `There is nothing at ${path}.`);
}

const listeners = new Map<string, ServerResponse>();
const pending = new Map<string, ServerResponse>();
let connections = 0;
const push = (target: string, argument: unknown) => { for (const r of listeners.values()) r.write(`data: ${JSON.stringify({ type: 1, target, arguments: [argument] })}\u001e\n\n`); };

/** The hub over server-sent events, which is all of SignalR that a mock needs. */
function live(request: IncomingMessage, response: ServerResponse, url: URL): void {
  if (url.pathname === '/live/negotiate') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ connectionId: `mock${++connections}`, connectionToken: `mock${connections}`, negotiateVersion: 1, availableTransports: [{ transport: 'ServerSentEvents', transferFormats: ['Text'] }] }));
  } else if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': open\n\n');
    const id = url.searchParams.get('id') ?? '';
    request.on('close', () => listeners.delete(id));
    pending.set(id, response);
  } else {
    let body = '';
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', () => {
      for (const text of body.split('\u001e').filter(Boolean)) {
        const message = JSON.parse(text) as { protocol?: string; invocationId?: string };
        const id = url.searchParams.get('id') ?? '';
        const r = pending.get(id);
        // Events flow only after the handshake was answered.
        if (message.protocol && r) { r.write('data: {}\u001e\n\n'); listeners.set(id, r); } else if (message.invocationId) r?.write(`data: ${JSON.stringify({ type: 3, invocationId: message.invocationId, result: null })}\u001e\n\n`);
      }
      response.end();
    });
  }
}

function handle(request: IncomingMessage, response: ServerResponse, next: Connect.NextFunction): void {
  const url = new URL(request.url ?? '/', 'http://mock');
  if (url.pathname.startsWith('/live')) { live(request, response, url); return; }
  if (!url.pathname.startsWith('/api/v1')) { next(); return; }
  const path = url.pathname.slice('/api/v1'.length);
  const signedIn = request.headers.cookie?.includes('sb_session=mock') ?? false;
  const send = (status: number, body: unknown, type = 'application/json') => { response.writeHead(status, { 'content-type': type }); response.end(body === null ? '' : JSON.stringify(body)); };
  try {
    if (path === '/session') {
      if (request.method === 'DELETE') { response.setHeader('set-cookie', 'sb_session=; Max-Age=0; Path=/'); send(204, null); return; }
      if (request.method === 'POST') {
        let body = '';
        request.on('data', (chunk) => { body += chunk; });
        request.on('end', () => {
          if ((JSON.parse(body) as { password: string }).password !== 'demo') { send(401, { title: 'Not signed in', status: 401, detail: 'This e-mail address and password do not belong together.' }, 'application/problem+json'); return; }
          response.setHeader('set-cookie', 'sb_session=mock; Path=/; HttpOnly; SameSite=Strict');
          send(200, session);
        });
        return;
      }
      if (!signedIn) throw new Problem(401, 'Not signed in', 'Please sign in.', { demo: { email: session.email, password: 'demo' } });
      send(200, session);
      return;
    }
    if (!signedIn) throw new Problem(401, 'Not signed in', 'Please sign in.');
    if (path === '/ledgers/nimbus/log/checkpoint' || path === '/ledgers/nimbus/log/key') {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(path.endsWith('key') ? `${ledger.logKey()}\n` : ledger.checkpoint());
      return;
    }
    if (request.method === 'POST') throw new Problem(409, 'The mock writes nothing', 'Start the portal against a host to write to a ledger.');
    send(200, answer(path, url.searchParams));
  } catch (error) {
    if (!(error instanceof Problem)) { console.error(error); send(500, { title: 'The mock broke', status: 500, detail: String(error) }, 'application/problem+json'); return; }
    send(error.status, { type: '/problems/mock', title: error.title, status: error.status, detail: error.message, ...error.more }, 'application/problem+json');
  }
}

const policy = "default-src 'none'; script-src 'self' 'nonce-__CSP_NONCE__'; style-src 'self' 'nonce-__CSP_NONCE__'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function mockServer(): Plugin {
  const start = (use: (handler: Connect.NextHandleFunction) => void) => {
    ledger.begin(now());
    use(handle);
    setInterval(() => {
      const t = (Math.floor(now() / quarter) - 1) * quarter;
      const block = ledger.readingsBlock(t, now());
      push('blockCommitted', { ledger: 'nimbus', number: block.number, id: block.id, time: iso(block.time), transactions: summary(block).transactions, batches: block.batches.length, size: block.size });
    }, 5000).unref();
  };
  return {
    name: 'smartblocks-mock',
    configureServer: (server) => start((handler) => { server.middlewares.use(handler); }),
    configurePreviewServer: (server) => {
      // The policy the host sends, with the built page's placeholder as the nonce: what it forbids shows here already.
      server.middlewares.use((_request, response, next) => { response.setHeader('content-security-policy', policy); next(); });
      start((handler) => { server.middlewares.use(handler); });
    },
  };
}
