import { SegmentedControl, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { useSearchParams } from 'react-router';
import { api, segment } from '../../api/http';
import { queries } from '../../api/queries';
import type { KpiFigure, Site, SiteKpis } from '../../api/types';
import { DownloadIcon } from '../../components/icons';
import { Card, Empty, Lines, Failed, Time, ui } from '../../components/ui';
import { changeText, percent } from '../../format/numbers';
import type { Period } from '../../format/period';
import { figureOf, figureText } from '../portfolio/figures';
import css from './site.module.css';

const shown: { id: string; label: string; better?: 'less' | 'more' }[] = [
  { id: 'cost', label: 'Cost', better: 'less' }, { id: 'co2', label: 'CO₂', better: 'less' }, { id: 'energyPerArea', label: 'Per m²', better: 'less' }, { id: 'peak', label: 'Peak', better: 'less' },
  { id: 'baseLoad', label: 'Base load', better: 'less' }, { id: 'loadFactor', label: 'Load factor', better: 'more' }, { id: 'selfConsumption', label: 'Self-consumption', better: 'more' },
  { id: 'selfSufficiency', label: 'Self-sufficiency', better: 'more' }, { id: 'renewableShare', label: 'Renewable share', better: 'more' }, { id: 'heatPerDegreeDay', label: 'Heat per degree day', better: 'less' },
  { id: 'exportRevenue', label: 'Earned by feeding in', better: 'more' }, { id: 'water', label: 'Water', better: 'less' },
];
/** What baselines are of: energies and volumes, as metered. */
const baselined: { id: string; label: string; better?: 'less' | 'more' }[] = [
  { id: 'electricity', label: 'Electricity', better: 'less' }, { id: 'import', label: 'Electricity bought', better: 'less' }, { id: 'heat', label: 'Heat', better: 'less' }, { id: 'gas', label: 'Gas', better: 'less' },
  { id: 'gasVolume', label: 'Gas, volume', better: 'less' }, { id: 'water', label: 'Water', better: 'less' }, { id: 'generation', label: 'Generation', better: 'more' },
];
const comparisons = [{ value: 'previous', label: 'Before' }, { value: 'lastYear', label: 'Last year' }, { value: 'baseline', label: 'Baseline' }, { value: 'none', label: 'Nothing' }] as const;
type Comparison = (typeof comparisons)[number]['value'];
const usual: Comparison = 'previous';

/** What an energy manager is asked for: cost, CO₂, intensity, peaks and shares, each with what it is measured by and compared with. */
export const KpisCard = memo(function KpisCard({ site, period }: { site: Site; period: Period }) {
  const [params, setParams] = useSearchParams();
  const compare = comparisons.find(({ value }) => value === params.get('against'))?.value ?? usual;
  const setCompare = (next: Comparison) => setParams((p) => { if (next === usual) p.delete('against'); else p.set('against', next); return p; }, { replace: true, preventScrollReset: true });
  const answer = useQuery(queries.kpis(site.id, period.from, period.to, compare === 'none' ? null : compare));
  return (
    <Card
      title="Figures" note={answer.data?.compared?.kind === 'baseline' ? 'Against the baselines on the ledger, in the weather of these days.' : answer.data?.compared ? <>Compared with <Time at={answer.data.compared.start} timeZone={site.timeZone} /> to <Time at={answer.data.compared.end} timeZone={site.timeZone} />.</> : 'With how much of each was measured.'}
      tools={<>
        <SegmentedControl size="xs" value={compare} onChange={(v) => setCompare(v as Comparison)} data={[...comparisons]} aria-label="Compare the figures with" />
        <Tooltip label="Download the figures as CSV" openDelay={300}>
          <a className={ui.copy} aria-label="Download the figures as CSV" download={`${site.id}-figures-${period.from}-${period.to}.csv`} href={api(`/sites/${segment(site.id)}/kpis`, { from: period.from, to: period.to, compare: compare === 'none' ? null : compare, format: 'csv' })}><DownloadIcon size={16} /></a>
        </Tooltip>
      </>}
    >
      {answer.error && !answer.data ? <Failed error={answer.error} retry={() => { void answer.refetch(); }} /> : !answer.data ? <Lines count={4} /> : <Figures answer={answer.data} timeZone={site.timeZone} />}
    </Card>
  );
});

function Figures({ answer, timeZone }: { answer: SiteKpis; timeZone: string }) {
  const against = answer.compared?.kind === 'baseline';
  const rows = (against ? baselined : shown).flatMap((s) => { const figure = figureOf(answer.kpis, s.id); return figure ? [{ ...s, figure }] : []; });
  if (rows.length === 0) return <Empty title="No figures yet">Figures come with readings, and costs and CO₂ with a tariff and a carbon factor for the site.</Empty>;
  return (
    <dl className={css.figures}>
      {rows.map(({ id, label, better, figure: f }) => (
        <div key={id}>
          <dt>{label}</dt>
          <dd className={css.figureValue}>{figureText(f)}</dd>
          <dd className={css.figureNote}><Change figure={f} better={better} against={against} />{against && f.compared?.why ? <span>Not compared: {f.compared.why}</span> : id === 'peak' && f.at ? <Time at={f.at} timeZone={timeZone} /> : <Measured figure={f} />}</dd>
        </div>
      ))}
    </dl>
  );
}

function Change({ figure: f, better, against }: { figure: KpiFigure; better?: 'less' | 'more'; against: boolean }) {
  const change = f.compared?.change ?? null;
  if (change === null) return null;
  const tone = !better || Math.abs(change) < 0.005 ? undefined : (change < 0) === (better === 'less') ? 'good' : 'bad';
  const then = figureText({ value: f.compared!.value, unit: f.unit });
  const label = against ? `baseline ${then}, used ${figureText({ value: f.compared!.observed ?? null, unit: f.unit })} in the same days; ${percent(f.compared!.measured, 1)} of the time could be compared` : `then ${then}, ${percent(f.compared!.measured, 1)} measured`;
  return <Tooltip label={label}><span tabIndex={0} className={css.figureChange} data-tone={tone}>{changeText(change)}</span></Tooltip>;
}

function Measured({ figure: f }: { figure: KpiFigure }) {
  return <Tooltip label={`measured ${percent(f.measured, 1)}, estimated ${percent(f.estimated, 1)}, corrected ${percent(f.corrected, 1)}, missing ${percent(f.missing, 1)}`}><span tabIndex={0}>{percent(f.measured, 1)} measured</span></Tooltip>;
}
