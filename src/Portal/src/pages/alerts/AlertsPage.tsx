import { Button, Modal, SegmentedControl, Select, Textarea } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, call, segment } from '../../api/http';
import { useLive } from '../../api/live';
import { queries } from '../../api/queries';
import type { Alert } from '../../api/types';
import { CheckIcon, WarningIcon } from '../../components/icons';
import { Badge, Card, Empty, Failed, Lines, Page, Time } from '../../components/ui';
import { plural } from '../../format/numbers';
import css from './alerts.module.css';
import { kinds, kindName, stateOf } from './kinds';

/** What somebody should look at: what is missing, stuck, spiking or silent, and what is done about it. */
export function AlertsPage() {
  const [params, setParams] = useSearchParams();
  const state = stateOf(params.get('state'));
  const [site, kind] = [params.get('site'), params.get('kind')];
  const session = useQuery(queries.session());
  const sites = useQuery(queries.sites());
  const client = useQueryClient();
  const alerts = useInfiniteQuery(queries.alerts(state, site, kind));
  const [acknowledging, acknowledge] = useState<Alert | null>(null);
  const refresh = () => { void client.invalidateQueries({ queryKey: ['alerts'] }); };
  const ledgers = session.data?.ledgers ?? [];
  useLive('alertRaised', { ledgers }, refresh);
  useLive('alertCleared', { ledgers }, refresh);
  const set = (name: string, value: string | null) => setParams((p) => { if (value) p.set(name, value); else p.delete(name); return p; }, { replace: true, preventScrollReset: true });
  const items = alerts.data?.pages.flatMap((page) => page.items) ?? [];
  const names = new Map(sites.data?.items.map((s) => [s.id, s.name]));
  const mayAct = ['owner', 'manager', 'operator'].includes(session.data?.role ?? '');
  return (
    <Page title="Alerts" documentTitle="Alerts" crumbs={[{ label: 'Overview', to: '/' }]} note="What the record of your meters says about itself. An alert changes nothing that was recorded.">
      <div className={css.filters}>
        <SegmentedControl value={state} onChange={(v) => set('state', v === 'open' ? null : v)} data={[{ value: 'open', label: 'Open' }, { value: 'cleared', label: 'Cleared' }, { value: 'all', label: 'All' }]} aria-label="Which alerts" />
        <Select placeholder="Every site" aria-label="Site" clearable value={site} onChange={(v) => set('site', v)} data={sites.data?.items.map((s) => ({ value: s.id, label: s.name })) ?? []} />
        <Select placeholder="Every kind" aria-label="Kind" clearable value={kind} onChange={(v) => set('kind', v)} data={kinds.map((k) => ({ value: k.id, label: k.name }))} />
      </div>
      <Card title={alerts.data ? `${plural(alerts.data.pages[0]?.total ?? items.length, state === 'cleared' ? 'cleared alert' : state === 'open' ? 'open alert' : 'alert')}` : 'Alerts'} flush>
        {alerts.error && !alerts.data ? <Failed error={alerts.error} retry={() => { void alerts.refetch(); }} />
          : alerts.isPending ? <div style={{ padding: '18px 22px' }} role="status" aria-label="Loading"><Lines count={6} /></div>
            : items.length === 0 ? <None filtered={Boolean(site || kind)} state={state} clear={() => setParams({}, { replace: true })} />
              : <ul className={css.list}>{items.map((a) => <Row key={`${a.ledger}/${a.id}`} alert={a} site={names.get(a.site) ?? a.site} act={mayAct ? () => acknowledge(a) : undefined} />)}</ul>}
        {alerts.hasNextPage && <div className={css.more}><Button variant="default" loading={alerts.isFetchingNextPage} onClick={() => { void alerts.fetchNextPage(); }}>Show more</Button></div>}
      </Card>
      {acknowledging && <Acknowledge alert={acknowledging} close={() => acknowledge(null)} done={() => { acknowledge(null); refresh(); }} />}
    </Page>
  );
}

function Row({ alert: a, site, act }: { alert: Alert; site: string; act?: () => void }) {
  const open = a.clearedAt === null;
  return (
    <li className={css.row} data-open={open}>
      <span className={css.sign} aria-hidden="true">{open && !a.acknowledgedAt ? <WarningIcon /> : <CheckIcon />}</span>
      <div className={css.what}>
        <Link to={`/sites/${a.site}/meters/${a.meter}`} className={css.text}>{a.text}</Link>
        <p className={css.sub}>
          <Link to={`/sites/${a.site}`}>{site}</Link> · <Time at={a.from} />{a.to ? <> to <Time at={a.to} /></> : ', going on'}
        </p>
        {a.acknowledgedAt && <p className={css.note}>{a.note ? <>“{a.note}” </> : 'Seen by '}<span className={css.sub}>{a.note ? 'said ' : ''}{a.acknowledgedBy}, <Time at={a.acknowledgedAt} relative /></span></p>}
      </div>
      <div className={css.side}>
        <Badge tone={open ? (a.acknowledgedAt ? undefined : 'warn') : 'good'}>{kindName(a.kind)}</Badge>
        {open ? <span className={css.sub}>found <Time at={a.raisedAt} relative /></span> : <span className={css.sub}>cleared <Time at={a.clearedAt!} relative /></span>}
        {open && act && <Button size="compact-sm" variant="default" onClick={act} aria-label={`Acknowledge: ${a.text}`}>{a.acknowledgedAt ? 'Change note' : 'Acknowledge'}</Button>}
      </div>
    </li>
  );
}

function None({ filtered, state, clear }: { filtered: boolean; state: string; clear: () => void }) {
  if (filtered) return <Empty title="None of this kind" action={<Button variant="default" onClick={clear}>Show all open alerts</Button>}>No alert fits what you asked for.</Empty>;
  return state === 'cleared' ? <Empty title="Nothing was cleared yet">Alerts come here when what they were about is no longer found: a gap was filled, a meter reports again.</Empty>
    : <Empty title="Nothing needs attention">Every meter is looked over each quarter of an hour: gaps, stuck and spiking values, zeros that cannot be, clocks that are off.</Empty>;
}

function Acknowledge({ alert, close, done }: { alert: Alert; close: () => void; done: () => void }) {
  const [note, setNote] = useState(alert.note ?? '');
  const send = useMutation({
    mutationFn: () => call(api(`/alerts/${segment(alert.ledger)}/${segment(alert.id)}/acknowledgement`), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ note }) }),
    onSuccess: done,
  });
  return (
    <Modal opened onClose={close} title="Acknowledge an alert" centered closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={(e) => { e.preventDefault(); send.mutate(); }} className={css.form}>
        <p className={css.quoted}>{alert.text}</p>
        <Textarea label="What is done about it" description="Everybody who sees the alert sees this. Nothing is written to the ledger." autosize minRows={3} maxLength={500} value={note} onChange={(e) => setNote(e.currentTarget.value)} data-autofocus />
        {send.error && <Failed error={send.error} />}
        <div className={css.buttons}><Button variant="default" onClick={close}>Cancel</Button><Button type="submit" loading={send.isPending}>Acknowledge</Button></div>
      </form>
    </Modal>
  );
}
