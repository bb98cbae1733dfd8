import { Button, Skeleton, Tooltip } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { api } from '../../api/http';
import { queries } from '../../api/queries';
import type { KpiFigure, PortfolioSite } from '../../api/types';
import { DataTable, type TableColumn } from '../../components/DataTable';
import { DownloadIcon } from '../../components/icons';
import { Kpi } from '../../components/Kpi';
import { PeriodBar, usePeriod } from '../../components/PeriodBar';
import { Card, Empty, Failed, Lines, Page, Quantity } from '../../components/ui';
import { count, percent, plural } from '../../format/numbers';
import { presetPeriod } from '../../format/period';
import { cardFigure, figureOf, figureText, headline, isMoney, shown } from './figures';
import css from './portfolio.module.css';

/** Every site beside the others: what it used, what that cost, and how much of it was measured. */
export function PortfolioPage() {
  const period = usePeriod(Intl.DateTimeFormat().resolvedOptions().timeZone, (today) => presetPeriod('month', today));
  const { from, to } = period.period;
  const answer = useInfiniteQuery(queries.portfolio(from, to));
  const first = answer.data?.pages[0];
  const sites = useMemo(() => answer.data?.pages.flatMap((page) => page.items) ?? [], [answer.data]);
  return (
    <Page
      title="Portfolio" documentTitle="Portfolio" crumbs={[{ label: 'Overview', to: '/' }]}
      note={first ? <>{plural(first.sites, 'site')}, {plural(first.meters, 'meter')}{first.areaSquareMetres ? <>, {count(first.areaSquareMetres)} m²</> : null}</> : 'Every site beside the others.'}
      tools={<Button component="a" href={api('/portfolio/kpis', { from, to, format: 'csv' })} download={`portfolio-${from}-${to}.csv`} variant="default" leftSection={<DownloadIcon size={16} />}>CSV</Button>}
    >
      <PeriodBar state={period} resolutions={false} comparable={false} />
      {answer.error && !answer.data ? <Failed error={answer.error} retry={() => { void answer.refetch(); }} />
        : !first ? <div className={css.page} role="status" aria-label="Loading"><div className={css.kpis}>{[1, 2, 3, 4].map((n) => <Skeleton key={n} height={112} radius="md" />)}</div><Card title="Sites"><Lines /></Card></div> : (
          <div className={css.page} data-stale={answer.isPlaceholderData}>
            <div className={css.kpis}>{headline.map((h) => { const f = figureOf(first.totals, h.id); return f && <Kpi key={h.id} label={h.label} hue={h.hue} value={isMoney(f.unit) ? figureText(f, true) : <Quantity {...cardFigure(f)} />} note={<Measured figure={f} />} />; })}</div>
            <Card title="Sites" note={sites.length > 0 ? 'Sorted by any column; a dash where a site has no such meter.' : undefined} flush>
              <div className={css.table}><Table sites={sites} /></div>
              {answer.hasNextPage && <div className={css.more}><Button variant="default" loading={answer.isFetchingNextPage} onClick={() => { void answer.fetchNextPage(); }}>Show more sites</Button></div>}
            </Card>
          </div>
        )}
    </Page>
  );
}

function Measured({ figure }: { figure: KpiFigure }) {
  return <Tooltip label={`measured ${percent(figure.measured, 1)}, estimated ${percent(figure.estimated, 1)}, corrected ${percent(figure.corrected, 1)}, missing ${percent(figure.missing, 1)}`}><span tabIndex={0}>{percent(figure.measured, 1)} measured</span></Tooltip>;
}

function Table({ sites }: { sites: PortfolioSite[] }) {
  const columns = useMemo((): TableColumn<PortfolioSite>[] => [
    { id: 'name', header: 'Site', value: (s) => s.name, cell: (s) => <Link to={`/sites/${s.site}`}>{s.name}</Link> },
    ...shown(sites).map((c): TableColumn<PortfolioSite> => ({
      id: c.id, header: c.label, numeric: true, value: (s) => figureOf(s.kpis, c.id)?.value ?? null,
      cell: (s) => { const f = figureOf(s.kpis, c.id); return f ? <Tooltip label={`${percent(f.measured, 1)} measured, ${percent(f.missing, 1)} missing`}><span data-partial={f.missing > 0.05} className={css.figure}>{figureText(f)}</span></Tooltip> : '–'; },
    })),
  ], [sites]);
  return <DataTable columns={columns} rows={sites} rowKey={(s) => s.site} caption="Sites and their figures" find={(s) => `${s.name} ${s.site}`} sortedBy={{ id: 'electricity', desc: true }} empty={<Empty title="No site yet" action={<Button component={Link} to="/" variant="default">How to register the first</Button>}>Sites show here with their figures once they are registered and their meters report.</Empty>} />;
}
