import { Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { Link, useParams } from 'react-router';
import { api, segment } from '../../api/http';
import { useLive } from '../../api/live';
import { queries } from '../../api/queries';
import type { Meter, Site } from '../../api/types';
import { Kpi } from '../../components/Kpi';
import { PeriodBar, usePeriod } from '../../components/PeriodBar';
import { Badge, Card, Facts, Failed, Id, Page, Quantity, Time, ui } from '../../components/ui';
import { exact, unitLabel } from '../../format/numbers';
import { presetPeriod } from '../../format/period';
import { clock, duration, startOfDay } from '../../format/times';
import { commodityName, directionName, hueOf } from '../../theme/commodity';
import { BaselinesCard } from '../baseline/BaselinesCard';
import { LoadCurveCard } from './LoadCurveCard';
import css from './meter.module.css';
import { PredictionCard } from './PredictionCard';
import { QualityCard } from './QualityCard';
import { ReadingsCard } from './ReadingsCard';
import { ScoresCard } from './ScoresCard';

export function MeterPage() {
  const { site: siteId = '', meter: id = '' } = useParams();
  const site = useQuery(queries.site(siteId));
  const meter = useQuery(queries.meter(id));
  const crumbs = [{ label: 'Overview', to: '/' }, { label: site.data?.name ?? siteId, to: `/sites/${siteId}` }];
  const error = meter.error ?? site.error;
  if (error && (!meter.data || !site.data)) return <Page title={id} documentTitle={id} crumbs={crumbs}><Failed error={error} retry={() => { void meter.refetch(); void site.refetch(); }} /></Page>;
  if (!meter.data || !site.data) return <Page title={<Skeleton height={34} width={260} />} documentTitle={id} crumbs={crumbs}><Skeleton height={400} radius="md" /></Page>;
  return <Shown key={id} site={site.data} meter={meter.data} crumbs={crumbs} />;
}

function Shown({ site, meter, crumbs }: { site: Site; meter: Meter; crumbs: { label: string; to: string }[] }) {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useLive('readingAccepted', { meters: [meter.id] }, (event) => {
    if (event.meter !== meter.id) return;
    timer.current ??= setTimeout(() => { timer.current = null; void client.invalidateQueries({ queryKey: ['meters', meter.id] }); void client.invalidateQueries({ queryKey: ['readings', meter.id] }); }, 2000);
  });
  const period = usePeriod(site.timeZone, (today) => presetPeriod('today', today));
  const from = startOfDay(period.period.from, site.timeZone).toISOString();
  const to = startOfDay(period.period.to, site.timeZone).toISOString();
  const last = meter.last;
  return (
    <Page
      title={meter.name} documentTitle={meter.name} crumbs={crumbs} note={<>{commodityName(meter.commodity)}, {directionName(meter.direction)} · <span className="mono">{meter.id}</span></>}
      tools={meter.silent ? <Badge tone="warn">silent{last && <> since <Time at={last.start} /></>}</Badge> : <Badge tone="good">reporting</Badge>}
    >
      <div className={css.top}>
        <Kpi label="Last reading" hue={hueOf(meter)} value={<Quantity value={last?.value} unit={meter.unit} />} note={last ? <>{meter.kind === 'register' ? <>counter at <Time at={last.start} /></> : <>in {duration(last.seconds)} from <Time at={last.start} format={clock} timeZone={site.timeZone} /></>}{last.quality !== 'measured' && <>, {last.quality}</>}</> : 'none yet'} />
        {meter.unit === 'kWh' && <Kpi label="Mean power in it" hue={hueOf(meter)} value={<Quantity value={meter.powerKw} unit="kW" />} note={last ? <Time at={last.start} relative /> : 'no reading yet'} />}
        <Kpi label="On the ledger" value={last ? <Link to={`/ledgers/${meter.ledger}/transactions/${last.transaction}?tab=verify`}>Receipt</Link> : '–'} note={last ? <>block <Link to={`/ledgers/${meter.ledger}/blocks/${last.block}`}>{exact(last.block)}</Link>, verify it here</> : 'appears with the first reading'} />
      </div>
      <PeriodBar state={period} resolutions={false} comparable={false} />
      <div style={{ display: 'grid', gap: 20 }}>
        <LoadCurveCard site={site} meter={meter} from={from} to={to} period={period.period} />
        <PredictionCard site={site} meter={meter} period={period.period} today={period.today} />
        <div className={ui.grid} style={{ alignItems: 'start' }}>
          <BaselinesCard site={site} meter={meter} />
          <ScoresCard meter={meter} />
        </div>
        <QualityCard site={site} meter={meter} period={period.period} today={period.today} />
        <div className={ui.grid} style={{ alignItems: 'start' }}>
          <ReadingsCard key={`${from}${to}`} site={site} meter={meter} from={from} to={to} csv={api(`/meters/${segment(meter.id)}/readings`, { from, to, resolution: 'raw', format: 'csv' })} />
          <Card title="The meter" span={5}>
            <Facts rows={[
              ['Id', <Id value={meter.id} what="meter id" full />],
              ['Kind', meter.kind === 'interval' ? `Intervals${meter.resolutionSeconds ? ` of ${duration(meter.resolutionSeconds)}` : ''}` : 'Cumulative counter'],
              ['Unit', unitLabel(meter.unit)],
              ['Source', meter.source ?? 'not stated'],
              ['Below', meter.parent ? <Link to={`/sites/${site.id}/meters/${meter.parent}`}>{meter.parent}</Link> : 'nothing: a main meter'],
              ['Signs with', meter.keyId ? <Id value={meter.keyId} what="key id" to={`/ledgers/${meter.ledger}/state/key/${meter.keyId}`} /> : 'no key of its own; the gateway attests'],
              meter.registeredIn && ['Registered', <>block <Link to={`/ledgers/${meter.ledger}/blocks/${meter.registeredIn.block}`}>{exact(meter.registeredIn.block)}</Link>, <Id value={meter.registeredIn.transaction} what="transaction id" to={`/ledgers/${meter.ledger}/transactions/${meter.registeredIn.transaction}`} /></>],
              ['History', <Link to={`/ledgers/${meter.ledger}/state/meter/${meter.id}/`}>its states on the ledger</Link>],
            ]} />
          </Card>
        </div>
      </div>
    </Page>
  );
}
