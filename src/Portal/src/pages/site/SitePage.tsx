import { Button, Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useParams } from 'react-router';
import { useLive } from '../../api/live';
import { queries } from '../../api/queries';
import type { Site, Usage } from '../../api/types';
import { Kpi } from '../../components/Kpi';
import { type PeriodState, PeriodBar, usePeriod } from '../../components/PeriodBar';
import { Badge, Failed, Loaded, Page, Quantity, Time } from '../../components/ui';
import { count, percent, plural, quantityText } from '../../format/numbers';
import { presetPeriod } from '../../format/period';
import { addDays } from '../../format/times';
import { balanceOf, comparable, total, totalsOf } from './balance';
import { shareReceived } from './due';
import { FirstMeter } from '../overview/FirstSteps';
import { CompletenessCard } from './CompletenessCard';
import { PredictionCard } from '../meter/PredictionCard';
import { HeatMapCard } from './HeatMapCard';
import { KpisCard } from './KpisCard';
import { MeterTreeCard } from './MeterTreeCard';
import { SankeyCard } from './SankeyCard';
import css from './site.module.css';
import { UsageCard } from './UsageCard';
import { YearCard } from './YearCard';

export function SitePage() {
  const { site: id = '' } = useParams();
  const site = useQuery(queries.site(id));
  if (site.error && !site.data) return <Page title={id} documentTitle={id} crumbs={[{ label: 'Overview', to: '/' }]}><Failed error={site.error} retry={() => { void site.refetch(); }} /></Page>;
  if (!site.data) return <Page title={<Skeleton height={34} width={260} />} documentTitle={id} crumbs={[{ label: 'Overview', to: '/' }]}><Placeholder /></Page>;
  return <Dashboard key={id} site={site.data} />;
}

function Dashboard({ site }: { site: Site }) {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const period = usePeriod(site.timeZone, (today) => presetPeriod('7days', today));
  const usage = useQuery(queries.usage(site.id, period.period.from, period.period.to, period.resolution));
  const before = useQuery({ ...queries.usage(site.id, period.before.from, period.before.to, period.resolution), enabled: period.compare });
  // New readings refresh the cards, but no more often than a person can read them.
  useLive('readingAccepted', { sites: [site.id] }, (event) => {
    if (event.site !== site.id || period.period.to <= period.today) return;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      void client.invalidateQueries({ queryKey: ['usage', site.id] });
      void client.invalidateQueries({ queryKey: ['meters', { site: site.id }] });
    }, 20_000);
  });
  useEffect(() => () => { if (timer.current) clearTimeout(timer.current); }, []);
  return (
    <Page
      title={site.name} documentTitle={site.name} crumbs={[{ label: 'Overview', to: '/' }]}
      note={<>{plural(site.meters, 'meter')}{site.areaSquareMetres ? <> · {count(site.areaSquareMetres)} m²</> : null}{site.latitude !== null && site.longitude !== null ? <> · {place(site.latitude, site.longitude)}</> : null} · times in {site.timeZone}</>}
      tools={<><Latest site={site} /><Button variant="default" size="xs" onClick={() => window.print()}>Print</Button></>}
    >
      {site.meters === 0 ? <FirstMeter site={site} /> : <>
      <PeriodBar state={period} />
      <Loaded query={usage} skeleton={<Placeholder />}>
        {(data) => <Cards site={site} usage={data} before={period.compare && before.data ? before.data : null} period={period} stale={usage.isPlaceholderData} />}
      </Loaded>
      </>}
    </Page>
  );
}

function Latest({ site }: { site: Site }) {
  const meters = useQuery(queries.meters(site.id));
  const all = meters.data?.items ?? [];
  const silent = all.filter((m) => m.silent).length;
  const last = all.map((m) => m.last?.start).filter((t): t is string => Boolean(t)).sort().at(-1);
  if (all.length === 0) return null;
  return <>{silent > 0 ? <Badge tone="warn">{plural(silent, 'silent meter')}</Badge> : <Badge tone="good">every meter reports</Badge>}{last && <span style={{ color: 'var(--sb-text-2)', fontSize: '0.875rem' }}>latest interval <Time at={last} timeZone={site.timeZone} /></span>}</>;
}

function Cards({ site, usage, before, period, stale }: { site: Site; usage: Usage; before: Usage | null; period: PeriodState; stale: boolean }) {
  const meters = useQuery(queries.meters(site.id));
  const main = meters.data?.items.find((m) => m.commodity === 'electricity' && m.direction === 'import' && m.parent === null && m.kind === 'interval');
  return (
    <div className={css.cards} data-stale={stale} aria-busy={stale}>
      <Figures usage={usage} before={before} />
      <UsageCard site={site} usage={usage} before={before} />
      <KpisCard site={site} period={period.period} />
      {main && <PredictionCard site={site} meter={main} period={period.period} today={period.today} />}
      <SankeyCard site={site} period={period.period} />
      <HeatMapCard site={site} period={period.period} />
      <YearCard site={site} end={addDays(period.today, 1)} select={(day) => period.set({ period: { from: day, to: addDays(day, 1) } })} />
      <CompletenessCard site={site} usage={usage} period={period.period} />
      <MeterTreeCard site={site} usage={usage} />
    </div>
  );
}

function Figures({ usage, before }: { usage: Usage; before: Usage | null }) {
  const use = useMemo(() => total(balanceOf(usage).use), [usage]);
  const t = useMemo(() => totalsOf(usage), [usage]);
  const metered = (commodity: string, direction?: string) => usage.series.some((s) => s.commodity === commodity && (!direction || s.direction === direction));
  const pairs = useMemo(() => (before ? comparable(usage, before) : null), [usage, before]);
  const complete = useMemo(() => shareReceived(usage), [usage]);
  const generationShare = t.generationKwh !== null && use ? Math.min(1, (t.generationKwh - (t.exportKwh ?? 0)) / use) : null;
  const against = pairs?.partly ? 'so far, like for like' : 'on the period before';
  return (
    <div className={css.kpis}>
      <Kpi label="Electricity used" hue="electricity" value={<Quantity value={use} unit="kWh" />} {...pairs?.use} better="less" beforeLabel={against} note={generationShare !== null && generationShare > 0 ? `${percent(generationShare)} from own generation` : 'metered at the edge of the site'} />
      <Kpi label="From the grid" hue="electricity" value={<Quantity value={t.importKwh} unit="kWh" />} {...pairs?.imported} better="less" beforeLabel={against} note={t.exportKwh ? `${quantityText(t.exportKwh, 'kWh')} fed back` : t.importKwh === null ? 'nothing was read' : 'nothing fed back'} />
      {metered('electricity', 'generation') && <Kpi label="Generated" hue="wind" value={<Quantity value={t.generationKwh} unit="kWh" />} {...pairs?.generated} better="more" beforeLabel={against} note={t.selfConsumption !== null ? `${percent(t.selfConsumption)} of it used here` : 'all sources together'} />}
      {metered('heat') && <Kpi label="Heat" hue="heat" value={<Quantity value={t.heatKwh} unit="kWh" />} {...pairs?.heat} better="less" beforeLabel={against} note={t.heatKwh === null ? 'nothing was read' : metered('heat', 'generation') ? 'made on site' : 'metered where it is used'} />}
      {usage.totals.gasM3 !== null && <Kpi label="Gas" hue="gas" value={<Quantity value={t.gasM3} unit="m3" />} {...pairs?.gas} better="less" beforeLabel={against} note={t.gasM3 === null ? 'nothing was read' : 'at the gas meters'} />}
      <Kpi label="Completeness" value={percent(complete, 1)} note={complete === 1 ? 'no reading is missing' : 'of the readings expected so far'} />
    </div>
  );
}

const place = (latitude: number, longitude: number) => `${Math.abs(latitude).toFixed(3)}° ${latitude < 0 ? 'S' : 'N'}, ${Math.abs(longitude).toFixed(3)}° ${longitude < 0 ? 'W' : 'E'}`;

function Placeholder() {
  return <div className={css.cards}><div className={css.kpis}>{[1, 2, 3, 4, 5, 6].map((n) => <Skeleton key={n} height={112} radius="md" />)}</div><Skeleton height={440} radius="md" /><Skeleton height={360} radius="md" /></div>;
}
