import { Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { memo, useEffect, useRef } from 'react';
import { Link, useOutletContext } from 'react-router';
import { useLive } from '../../api/live';
import { queries } from '../../api/queries';
import type { Attention, Overview, OverviewSite, Session } from '../../api/types';
import { CheckIcon, WarningIcon } from '../../components/icons';
import { Kpi } from '../../components/Kpi';
import { Sparkline } from '../../components/Sparkline';
import { Badge, Card, Empty, Loaded, Page, Quantity, Time } from '../../components/ui';
import { kindName } from '../alerts/kinds';
import { count, percent, plural, quantityText } from '../../format/numbers';
import { FirstSteps } from './FirstSteps';
import { LedgerPulse } from './LedgerPulse';
import css from './overview.module.css';

const greeting = (hour: number) => (hour < 5 ? 'Good night' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening');

/** The first name; who has only an address here is greeted without one. */
const calledBy = (name: string) => (name.includes('@') ? '' : `, ${name.split(' ')[0]}`);

export function OverviewPage() {
  const session = useOutletContext<Session>();
  const overview = useQuery(queries.overview());
  const ledgers = overview.data?.ledgers.map((l) => l.id) ?? session.ledgers;
  return (
    <Page title={`${greeting(new Date().getHours())}${calledBy(session.name)}`} documentTitle="Overview" note={overview.data ? headline(overview.data) : overview.error ? undefined : 'Reading the meters …'}>
      {session.ledgers.map((ledger) => <FreshNumbers key={ledger} ledger={ledger} />)}
      {overview.data ? overview.data.sites.length > 0 && <Totals data={overview.data} /> : !overview.error && <Placeholder />}
      <div className={css.columns}>
        <div className={css.column}>
          <Loaded query={overview} skeleton={<Skeleton height={240} radius="md" />}>{(data) => (data.sites.length > 0 ? <Sites sites={data.sites} /> : <FirstSteps ledger={ledgers[0]} />)}</Loaded>
          {overview.data && overview.data.sites.length > 0 && <NeedsAttention items={overview.data.attention} />}
        </div>
        <div className={css.column}>
          {ledgers.map((ledger) => <LedgerPulse key={ledger} ledger={ledger} rows={ledgers.length > 1 ? 4 : 7} summary={overview.data?.ledgers.find((l) => l.id === ledger)} />)}
          {overview.data && ledgers.length === 0 && <Card title="Ledger"><Empty title="No ledger yet">Your organisation has not joined a ledger.</Empty></Card>}
        </div>
      </div>
    </Page>
  );
}

function headline(data: Overview): string {
  if (data.sites.length === 0) return 'Nothing is metered here yet.';
  const silent = data.attention.length;
  const what = `${plural(data.sites.length, 'site')}, ${plural(data.sites.reduce((n, s) => n + s.meters, 0), 'meter')}`;
  return silent === 0 ? `${what}. Everything reports as it should.` : `${what}. ${plural(silent, 'thing needs', 'things need')} attention.`;
}

/** Asks for the figures again soon after a block, but not after every one. */
function FreshNumbers({ ledger }: { ledger: string }) {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useLive('blockCommitted', { ledgers: [ledger] }, () => {
    timer.current ??= setTimeout(() => { timer.current = null; void client.invalidateQueries({ queryKey: ['overview'] }); }, 10_000);
  });
  useEffect(() => () => { if (timer.current) clearTimeout(timer.current); }, []);
  return null;
}

const sum = (values: (number | null)[]): number | null => (values.every((v) => v === null) ? null : values.reduce<number>((n, v) => n + (v ?? 0), 0));

const Totals = memo(function Totals({ data }: { data: Overview }) {
  const today = sum(data.sites.map((s) => read(s, s.todayKwh)));
  const generation = sum(data.sites.map((s) => read(s, s.todayGenerationKwh)));
  const power = sum(data.sites.map((s) => s.powerKw));
  const complete = data.sites.length ? data.sites.reduce((n, s) => n + s.completenessToday, 0) / data.sites.length : null;
  return (
    <div className={css.kpis}>
      <Kpi label="Drawn from the grid today" hue="electricity" value={<Quantity value={today} unit="kWh" />} note={`yesterday, the whole day: ${quantityText(sum(data.sites.map((s) => read(s, s.yesterdayKwh))), 'kWh')}`} />
      <Kpi label="Generated today" hue="wind" value={<Quantity value={generation} unit="kWh" />} note="on your own sites" />
      <Kpi label="Power now" hue="electricity" value={<Quantity value={power} unit="kW" />} note="from the latest readings" />
      <Kpi label="Readings today" value={count(data.readingsToday)} note={complete === null ? '' : `${percent(complete, 1)} of those expected`} />
    </div>
  );
});

function Sites({ sites }: { sites: OverviewSite[] }) {
  return (
    <Card title="Sites" flush>
      <div>{sites.map((site) => <SiteRow key={site.id} site={site} />)}</div>
    </Card>
  );
}

/** A site that has not read anything has no figures, not zeros. */
const read = (site: OverviewSite, value: number | null) => (site.lastReadingAt === null ? null : value);

function SiteRow({ site }: { site: OverviewSite }) {
  return (
    <article className={css.site}>
      <div>
        <Link className={css.siteName} to={`/sites/${site.id}`}>{site.name}</Link>
        <div className={css.siteNote}>
          <span>{plural(site.meters, 'meter')}</span>
          {site.silent > 0 ? <Badge tone="warn">{site.silent} silent</Badge> : site.lastReadingAt && <Badge tone="good">reporting</Badge>}
          {site.lastReadingAt ? <Time at={site.lastReadingAt} relative /> : <span>no reading yet</span>}
        </div>
      </div>
      <div>
        <div className={css.label}>Today</div>
        <div className={css.figure}><Quantity value={read(site, site.todayKwh)} unit="kWh" /></div>
        <div className={css.sub}>{read(site, site.yesterdayKwh) === null ? 'from the grid' : `yesterday ${quantityText(site.yesterdayKwh, 'kWh')}`}</div>
      </div>
      <div>
        <div className={css.label}>Generated</div>
        <div className={css.figure}><Quantity value={read(site, site.todayGenerationKwh)} unit="kWh" /></div>
        <div className={css.sub}>today</div>
      </div>
      <div>
        <div className={css.label}>Now</div>
        <div className={css.figure}><Quantity value={site.powerKw} unit="kW" /></div>
        <div className={css.sub}>{percent(site.completenessToday, 1)} complete</div>
      </div>
      <div className={css.spark}>
        <Sparkline values={site.spark} label={`Grid import of ${site.name} in each of the last 24 hours, in kWh`} />
        <div className={css.sub} style={{ marginTop: 4 }}>grid import, last 24 hours</div>
      </div>
    </article>
  );
}

/** What one can take in at a glance; the rest is a click away. */
const attended = 6;

function NeedsAttention({ items }: { items: Attention[] }) {
  if (items.length === 0) return <Card title="Needs attention"><p className={css.calm}><CheckIcon />Nothing does. Every meter reports and no reading is missing.</p></Card>;
  return (
    <Card title="Needs attention" tools={<Link to="/alerts">All alerts</Link>}>
      <ul className={css.attention}>
        {items.slice(0, attended).map((item, i) => (
          <li key={`${item.meter}${item.kind}${i}`}>
            <WarningIcon />
            <div>
              <Link to={item.meter ? `/sites/${item.site}/meters/${item.meter}` : `/sites/${item.site}`}>{item.text}</Link>
              <div className={css.sub}>{item.kind === 'meter.silent' ? 'Silent meter' : kindName(item.kind.replace('quality.', ''))}{item.since && <>, since <Time at={item.since} /></>}</div>
            </div>
          </li>
        ))}
        {items.length > attended && <li><Link to="/alerts">and {plural(items.length - attended, 'more', 'more')}</Link></li>}
      </ul>
    </Card>
  );
}

function Placeholder() {
  return <div className={css.kpis}>{[1, 2, 3, 4].map((n) => <Skeleton key={n} height={112} radius="md" />)}</div>;
}
