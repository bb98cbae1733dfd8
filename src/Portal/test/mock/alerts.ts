/** What the quality watch and the portfolio say in the mock world. */
const hour = 3_600_000;
const at = (hoursAgo: number) => new Date(Date.now() - hoursAgo * hour).toISOString();

const alert = (id: string, meter: string, kind: string, text: string, from: number, to: number | null, more: object = {}) => ({
  id, ledger: 'nimbus', site: 'nimbus', meter, kind, text, from: at(from), to: to === null ? null : at(to), raisedAt: at(from - 1), clearedAt: null, acknowledgedBy: null, acknowledgedAt: null, note: null, ...more,
});

const all = [
  alert('a1', 'nimbus-wind', 'silent', 'Wind turbine is silent', 3, null),
  alert('a2', 'nimbus-gas', 'zeros', 'Gas meter: 41 hours of zeros at times at which it is otherwise never zero; probably nothing was measured', 90, 49),
  alert('a3', 'nimbus-main', 'spike', 'Main incomer counted 1,234.57 kWh in an hour; usual is at most 96.2', 130, 129, { acknowledgedBy: 'Aoife Byrne', acknowledgedAt: at(100), note: 'The switchboard was being tested; the electrician confirmed it.' }),
  alert('a4', 'nimbus-boiler-1', 'gap', 'Boiler 1: 5 hours without readings', 300, 295, { clearedAt: at(280) }),
];

export function alerts(q: URLSearchParams) {
  const state = q.get('state') ?? 'open';
  return all.filter((a) => (state === 'all' || (a.clearedAt === null) === (state === 'open')) && (!q.get('site') || a.site === q.get('site')) && (!q.get('kind') || a.kind === q.get('kind')));
}

const figure = (id: string, value: number | null, unit: string, missing = 0) => ({ id, value, unit, measured: 1 - missing, estimated: 0, corrected: 0, missing, at: null, compared: null });

export function portfolio(sites: { id: string; name: string }[], q: URLSearchParams) {
  const items = sites.map((s, i) => ({
    site: s.id, name: s.name, ledger: 'nimbus', areaSquareMetres: 2500 - 900 * i,
    kpis: [
      figure('electricity', 18_432.5 / (i + 1), 'kWh', i * 0.07), figure('generation', i === 0 ? 2_431.1 : 240.2, 'kWh'), figure('renewableShare', 0.132 + 0.05 * i, 'share'), figure('peak', 96.2 / (i + 1), 'kW'),
      figure('loadFactor', 0.412, 'share'), ...(i === 0 ? [figure('heat', 9_876.4, 'kWh'), figure('gas', 11_204.9, 'kWh')] : []), figure('energyPerArea', 11.9 / (i + 1), 'kWh/m2'),
      figure('co2', 4_182.7 / (i + 1), 'kg'), figure('cost', 3_951.22 / (i + 1), 'EUR'),
    ],
  }));
  const totals = ['electricity', 'generation', 'heat', 'gas', 'co2', 'cost'].map((id) => {
    const parts = items.flatMap((s) => s.kpis.filter((k) => k.id === id));
    return figure(id, parts.reduce((n, k) => n + (k.value ?? 0), 0), parts[0]!.unit, id === 'electricity' ? 0.03 : 0);
  });
  return { from: q.get('from'), to: q.get('to'), sites: items.length, meters: 14, areaSquareMetres: 4100, totals, items, next: null };
}

export function kpis(site: { id: string; name: string }, q: URLSearchParams) {
  const compared = q.get('compare') ? { kind: q.get('compare'), start: at(24 * 14), end: at(24 * 7), notes: [] as string[] } : null;
  const all = portfolio([site], q).items[0]!.kpis.map((k) => ({ ...k, at: k.id === 'peak' ? at(30) : null, compared: compared ? { value: (k.value ?? 0) * 1.08, change: -0.074, measured: 1, observed: null, why: null } : null }));
  return { site: site.id, name: site.name, timeZone: 'Europe/Dublin', areaSquareMetres: 2500, from: q.get('from'), to: q.get('to'), start: at(24 * 7), end: at(0), compared, kpis: all };
}

export function flows(site: string, q: URLSearchParams) {
  const node = (id: string, name: string, kind: string, commodity: string) => ({ id, name, kind, commodity });
  const link = (source: string, target: string, kwh: number) => ({ source, target, kwh, measured: 1, missing: 0 });
  return {
    site, from: q.get('from'), to: q.get('to'), unit: 'kWh',
    nodes: [node('main', 'Main incomer', 'meter', 'electricity'), node('wind', 'Wind turbine', 'meter', 'electricity'), node('gas', 'Gas meter', 'meter', 'gas'), node('plant', 'Plant', 'plant', 'gas'), node('electricity', 'Electricity', 'bus', 'electricity'),
      node('heat', 'Heat', 'bus', 'heat'), node('lab', 'Laboratory', 'meter', 'electricity'), node('office', 'Offices', 'meter', 'electricity'), node('rest', 'Unaccounted', 'unaccounted', 'electricity'), node('losses', 'Losses', 'losses', 'gas')],
    links: [link('main', 'electricity', 5200), link('wind', 'electricity', 620), link('gas', 'plant', 4100), link('plant', 'electricity', 1200), link('plant', 'heat', 2300), link('plant', 'losses', 600), link('electricity', 'lab', 3900),
      link('electricity', 'office', 2700), link('electricity', 'rest', 420)],
    unaccounted: [{ node: 'rest', kwh: 420, share: 0.06, measured: 1 }],
  };
}
