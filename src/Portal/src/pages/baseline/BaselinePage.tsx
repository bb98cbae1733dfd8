import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { type Baseline, type BaselineDetail, predictions, type Savings } from '../../api/predictions';
import { queries } from '../../api/queries';
import type { Meter } from '../../api/types';
import { Kpi } from '../../components/Kpi';
import { Badge, Card, Facts, Failed, Id, Loaded, Page, Quantity, ui } from '../../components/ui';
import { compact, count, exact, percent, quantityText, unitLabel } from '../../format/numbers';
import { dayMonth } from '../../format/times';
import { AdjustmentsCard } from './AdjustmentsCard';
import { days, kindName } from './baseline';
import css from './baseline.module.css';
import { ResidualsCard } from './ResidualsCard';
import { SavingsCard } from './SavingsCard';
import { ScatterCard } from './ScatterCard';

/** A baseline: the model on the ledger, how good it is, and what was saved against it. */
export function BaselinePage() {
  const { site: siteId = '', meter: meterId = '', baseline: id = '' } = useParams();
  const site = useQuery(queries.site(siteId));
  const meter = useQuery(queries.meter(meterId));
  const detail = useQuery(predictions.baseline(meterId, id));
  const crumbs = [{ label: 'Overview', to: '/' }, { label: site.data?.name ?? siteId, to: `/sites/${siteId}` }, { label: meter.data?.name ?? meterId, to: `/sites/${siteId}/meters/${meterId}` }];
  const error = site.error ?? meter.error ?? detail.error;
  if (error && (!site.data || !meter.data || !detail.data)) return <Page title={id} documentTitle={id} crumbs={crumbs}><Failed error={error} retry={() => { void site.refetch(); void meter.refetch(); void detail.refetch(); }} /></Page>;
  if (!site.data || !meter.data || !detail.data) return <Page title={<Skeleton height={34} width={260} />} documentTitle={id} crumbs={crumbs}><Skeleton height={400} radius="md" /></Page>;
  return <Shown key={id} meter={meter.data} detail={detail.data} crumbs={crumbs} />;
}

function Shown({ meter, detail, crumbs }: { meter: Meter; detail: BaselineDetail; crumbs: { label: string; to: string }[] }) {
  const b = detail.baseline;
  const savings = useQuery(predictions.savings(meter.id, b.id));
  return (
    <Page
      title={`Baseline ${b.id}`} documentTitle={`Baseline ${b.id}`} crumbs={crumbs} note={<>{meter.name}, {b.method === 'daily' ? 'day by day' : 'hour by hour'}, fitted to {days(b.from, b.to)}</>}
      tools={<Badge tone={b.verdict.holds ? 'good' : 'bad'}>{b.verdict.holds ? 'Guideline 14 holds' : 'fails Guideline 14'}</Badge>}
    >
      <div className={css.cards}>
        <Figures meter={meter} baseline={b} savings={savings.data ?? null} />
        <div className={ui.grid}>
          <Card title="In plain words" span={7}><div className={css.words}>{b.words.map((w) => <p key={w}>{w}</p>)}</div></Card>
          <VerdictCard baseline={b} />
        </div>
        <Loaded query={savings} skeleton={<Skeleton height={420} radius="md" />}>{(s) => <SavingsCard meter={meter} savings={s} changePoint={detail.changePoint} />}</Loaded>
        <div className={ui.grid}>
          <ScatterCard meter={meter} detail={detail} />
          <ResidualsCard meter={meter} detail={detail} />
        </div>
        <AdjustmentsCard meter={meter} baseline={b} adjustments={savings.data?.adjustments ?? b.adjustments} />
        <OnLedger meter={meter} baseline={b} />
      </div>
    </Page>
  );
}

function Figures({ meter, baseline: b, savings: s }: { meter: Meter; baseline: Baseline; savings: Savings | null }) {
  const nothing = !s || s.days.start.length === 0;
  return (
    <div className={css.kpis}>
      <Kpi label={s && s.saved < 0 ? 'Used beyond the baseline' : 'Saved'} value={<Quantity value={nothing ? null : Math.abs(s.saved)} unit={meter.unit} />} note={nothing ? 'no days since the baseline yet' : <>{percent(Math.abs(s.share ?? 0), 1)} of it, since {dayMonth(s.from, 'UTC')} {s.from.slice(0, 4)}</>} />
      <Kpi label="Give or take" value={<Quantity value={s?.uncertainty?.band} unit={meter.unit} />} note={s?.uncertainty ? `with ${percent(s.uncertainty.confidence)} confidence${s.uncertainty.significant ? '' : '; too little saved to tell yet'}` : 'not known'} />
      <Kpi label="Typically off by" value={percent(b.fit.cvRmse, 1)} note={`CV(RMSE) over ${count(b.fit.count)} ${b.method === 'daily' ? 'days' : 'hours'}`} />
      <Kpi label="Explained" value={percent(b.fit.rSquared, 1)} note="R², of the differences between days" />
    </div>
  );
}

function VerdictCard({ baseline: b }: { baseline: Baseline }) {
  const rows = [
    { name: 'Error', sign: 'CV(RMSE)', value: b.fit.cvRmse, limit: b.verdict.cvRmseLimit, holds: b.verdict.cvRmseHolds },
    { name: 'Bias', sign: 'NMBE', value: b.fit.nmbe, limit: b.verdict.nmbeLimit, holds: b.verdict.nmbeHolds },
  ];
  return (
    <Card title={b.verdict.holds ? 'Good enough to pay on' : 'Not good enough to pay on'} note="ASHRAE Guideline 14, for calibrated models" span={5}>
      <ul className={css.checks}>
        {rows.map((r) => <li key={r.sign}><Badge tone={r.holds ? 'good' : 'bad'}>{r.holds ? 'holds' : 'fails'}</Badge><span>{r.name} ({r.sign}) {percent(r.value, 2)}</span><small>at most {percent(r.limit, 2)} allowed</small></li>)}
        {b.warnings.map((w) => <li key={w.code}><Badge tone="warn">warning</Badge><span>{w.detail}</span></li>)}
      </ul>
    </Card>
  );
}

function OnLedger({ meter, baseline: b }: { meter: Meter; baseline: Baseline }) {
  const unit = unitLabel(meter.unit);
  const slope = (v: number | null, at: number | null, side: string) => v !== null && v !== 0 && at !== null && ([`${side} ${compact(at)} °C`, `${compact(v)} ${unit} for each degree and day`] as const);
  return (
    <Card title="On the ledger" note="Every validator fitted it again before it was accepted">
      <Facts rows={[
        ['Model', kindName(b.model.kind)],
        b.model.intercept !== null && ['Without heating or cooling', `${quantityText(b.model.intercept, meter.unit)} a day`],
        slope(b.model.heatingSlope, b.model.heatingBalancePoint, 'Colder than'), slope(b.model.coolingSlope, b.model.coolingBalancePoint, 'Warmer than'),
        b.transaction !== null && ['Transaction', <Id value={b.transaction} what="transaction id" to={`/ledgers/${meter.ledger}/transactions/${b.transaction}`} />],
        b.block !== null && ['Block', <Link to={`/ledgers/${meter.ledger}/blocks/${b.block}`}>{exact(b.block)}</Link>],
        ['Digest of its data', <Id value={b.data} what="digest" />],
        ['Proof', b.transaction !== null ? <Link to={`/ledgers/${meter.ledger}/transactions/${b.transaction}?tab=verify`}>verify it here</Link> : '–'],
      ]} />
    </Card>
  );
}
