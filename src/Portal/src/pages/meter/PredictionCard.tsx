import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { memo, useMemo } from 'react';
import { Link } from 'react-router';
import { type Prediction, predictions } from '../../api/predictions';
import type { Meter, Site } from '../../api/types';
import { Chart } from '../../charts/Chart';
import { ChartCard, Legend, useHidden } from '../../charts/ChartCard';
import { axisText, tooltip, valueAxis, zoom } from '../../charts/options';
import { faded, usePalette } from '../../charts/palette';
import { Card, Empty, Failed } from '../../components/ui';
import { change, changeText, exact, percent, quantityText, unitLabel } from '../../format/numbers';
import type { Period } from '../../format/period';
import { clock, daysBetween, dayMonth, startOfDay, weekdayDay } from '../../format/times';
import { hueOf } from '../../theme/commodity';
import { daysToPredict, predictionView, weatherWords } from './prediction';

const kindWords = { posted: 'on record before the fact', hindcast: 'made afterwards', now: 'made just now' } as const;

/** Actual against predicted, with the band the forecast gave itself, and the baseline; what stood on the ledger before the fact is drawn apart from what was worked out later. */
export const PredictionCard = memo(function PredictionCard({ site, meter, period, today }: { site: Site; meter: Meter; period: Period; today: string }) {
  const days = daysToPredict(period, today);
  const resolution = daysBetween(days.from, days.to) <= 15 ? 'hour' : 'day';
  const answer = useQuery(predictions.prediction(meter.id, days.from, days.to, resolution));
  if (answer.error && !answer.data) return <Card title="Actual against predicted"><Failed error={answer.error} retry={() => { void answer.refetch(); }} /></Card>;
  if (!answer.data) return <Card title="Actual against predicted"><Skeleton height={360} /></Card>;
  return <Shown site={site} meter={meter} prediction={answer.data} cut={days.cut} />;
});

function Shown({ site, meter, prediction: p, cut }: { site: Site; meter: Meter; prediction: Prediction; cut: boolean }) {
  const palette = usePalette();
  const [hidden, toggle] = useHidden();
  const end = startOfDay(p.to, site.timeZone).getTime();
  const view = useMemo(() => predictionView(p, end, (t) => t + (p.resolution === 'hour' ? 3_600_000 : 86_400_000)), [p, end]);
  const colour = palette.hue(hueOf(meter));
  const unit = unitLabel(p.unit);
  const has = useMemo(() => ({ posted: view.kinds.includes('posted'), later: view.kinds.some((k) => k === 'hindcast' || k === 'now'), band: view.width.some(([, v]) => v !== null), baseline: p.baseline.some((v) => v !== null) }), [view, p]);
  const weather = weatherWords(view.sources.findLast((s) => s && s.weather.length > 0), site.timeZone);
  const label = (t: number) => (p.resolution === 'hour' ? `${weekdayDay(t, site.timeZone)}, ${clock(t, site.timeZone)}` : weekdayDay(t, site.timeZone));
  const option = useMemo(() => {
    const first = Date.parse(p.start[0] ?? '');
    const long = daysBetween(p.from, p.to) > 3;
    const now = Date.now();
    const line = { type: 'line' as const, step: 'end' as const, symbol: 'none', connectNulls: false };
    return {
      aria: { enabled: true },
      grid: { left: 52, right: 14, top: 30, bottom: 64 },
      tooltip: {
        ...tooltip(palette), trigger: 'axis' as const, axisPointer: { type: 'line' as const, lineStyle: { color: palette.text2 } },
        formatter: (params: { value: [number, number | null] }[]) => {
          const t = params[0]?.value[0] ?? 0;
          const i = p.start.findLastIndex((s) => Date.parse(s) <= t);
          if (i < 0) return '';
          const n = (v: number | null | undefined) => (v === null || v === undefined ? '–' : `${exact(v, 1)} ${unit}`);
          const kind = view.kinds[i];
          return [label(Date.parse(p.start[i]!)), `Actual: ${n(p.actual[i])}`, `Predicted: ${n(p.predicted[i])}${kind ? `, ${kindWords[kind]}` : ''}`,
            ...(p.lower[i] === null || p.upper[i] === null ? [] : [`Band: ${exact(p.lower[i]!, 1)} to ${exact(p.upper[i]!, 1)} ${unit}`]), ...(p.baseline[i] === null ? [] : [`Baseline: ${n(p.baseline[i])}`]), ...[weatherWords(view.sources[i], site.timeZone)].filter(Boolean).map((w) => `Stands on ${w}`)].join('\n');
        },
      },
      xAxis: { type: 'time' as const, min: first, max: end, axisLine: { lineStyle: { color: palette.line } }, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { ...axisText(palette), hideOverlap: true, formatter: (t: number) => (long ? dayMonth(t, site.timeZone) : clock(t, site.timeZone) === '00:00' ? weekdayDay(t, site.timeZone) : clock(t, site.timeZone)) } },
      yAxis: valueAxis(palette, `${unit} per ${p.resolution}`),
      dataZoom: zoom(palette, true),
      series: [
        ...(has.band && !hidden.has('band') ? [
          { ...line, name: 'Band, from', stack: 'band', stackStrategy: 'all' as const, silent: true, lineStyle: { opacity: 0 }, itemStyle: { opacity: 0 }, data: view.lower },
          { ...line, name: 'Band', stack: 'band', stackStrategy: 'all' as const, silent: true, lineStyle: { opacity: 0 }, itemStyle: { opacity: 0 }, areaStyle: { color: faded(palette.accent, 0.18) }, data: view.width },
        ] : []),
        ...(has.baseline && !hidden.has('baseline') ? [{ ...line, name: 'Baseline', lineStyle: { color: palette.text2, width: 1.6, type: [2, 3] }, itemStyle: { color: palette.text2 }, data: view.baseline }] : []),
        ...(has.later && !hidden.has('later') ? [{ ...line, name: 'Predicted afterwards', lineStyle: { color: palette.accent, width: 1.6, type: [6, 4] }, itemStyle: { color: palette.accent }, data: view.later }] : []),
        ...(has.posted && !hidden.has('posted') ? [{ ...line, name: 'Predicted, on record', lineStyle: { color: palette.accent, width: 2 }, itemStyle: { color: palette.accent }, data: view.posted }] : []),
        {
          ...line, name: 'Actual', z: 4, lineStyle: { color: colour, width: 2, opacity: hidden.has('actual') ? 0 : 1 }, itemStyle: { color: colour }, data: view.actual,
          ...(now > first && now < end ? { markLine: { silent: true, symbol: 'none', lineStyle: { color: palette.text2, type: 'solid' as const, width: 1 }, label: { formatter: 'now', color: palette.text2, fontFamily: palette.font, fontSize: 12 }, data: [{ xAxis: now }] } } : {}),
        },
      ],
    };
  }, [p, view, has, hidden, palette, colour, unit, end, site.timeZone]);
  const off = change(view.observed, view.expected);
  const title = view.counted === 0 || off === null ? 'Actual against predicted' : Math.abs(off) < 0.0005 ? `${quantityText(view.observed, p.unit)}, as predicted` : `${quantityText(view.observed, p.unit)}, ${changeText(off)} against the prediction`;
  const based = change(view.baselineObserved, view.baselineExpected);
  const n = (v: number | null | undefined) => v ?? null;
  return (
    <ChartCard
      title={title} file={`${meter.id}-prediction-${p.from}-${p.to}`}
      note={<>
        {view.banded > 0 && <>{percent(view.inside / view.banded)} of the {p.resolution === 'hour' ? 'hours' : 'days'} lie within the band, which is drawn to hold {percent(p.coverage)}. </>}
        {view.counted > 0 && <>{view.postedShare > 0.995 ? 'Every prediction was on the ledger before the fact. ' : view.postedShare > 0 ? <>{percent(view.postedShare)} were on the ledger before the fact; dashed ones were worked out later by the same models. </> : 'Worked out later by the models that post forecasts; none was on the ledger before the fact. '}</>}
        {weather !== '' && <>The newest prediction here stands on the {weather}. </>}
        {based !== null && p.baselineId && <>{changeText(based)} against <Link to={`/sites/${site.id}/meters/${meter.id}/baselines/${p.baselineId}`}>baseline {p.baselineId}</Link>; if something else changed, <Link to={`/sites/${site.id}/meters/${meter.id}/baselines/${p.baselineId}?adjust`}>adjust it</Link>. </>}
        {cut && 'The last 62 days of the period.'}
      </>}
      legend={<Legend hidden={hidden} toggle={toggle} items={[
        { id: 'actual', label: 'Actual', colour, mark: 'line' },
        ...(has.posted ? [{ id: 'posted', label: 'Predicted, on record before the fact', colour: palette.accent, mark: 'line' as const }] : []),
        ...(has.later ? [{ id: 'later', label: 'Predicted, worked out later or just now', colour: palette.accent, mark: 'dashes' as const }] : []),
        ...(has.band ? [{ id: 'band', label: `Band of ${percent(p.coverage)}`, colour: faded(palette.accent, 0.35) }] : []),
        ...(has.baseline ? [{ id: 'baseline', label: 'Baseline', colour: palette.text2, mark: 'dashes' as const }] : []),
      ]} />}
      data={() => ({
        rowHeader: 'From', zone: 'UTC', columns: [{ id: 'a', label: 'Actual', unit }, { id: 'p', label: 'Predicted', unit }, { id: 'l', label: 'Band from', unit }, { id: 'u', label: 'Band to', unit }, { id: 'b', label: 'Baseline', unit }, { id: 'k', label: 'Prediction', unit: '' }, { id: 'w', label: 'Weather it stands on', unit: '' }],
        rows: p.start.map((s, i) => ({ key: s, label: label(Date.parse(s)), values: [n(p.actual[i]), n(p.predicted[i]), n(p.lower[i]), n(p.upper[i]), n(p.baseline[i]), view.kinds[i] ? kindWords[view.kinds[i]!] : null, weatherWords(view.sources[i], site.timeZone) || null] })),
      })}
    >
      {view.empty
        ? <Empty title="No prediction for these days">Forecasts want two weeks of readings, a baseline some months of readings and temperatures. Both appear here by themselves once the meter has its history.</Empty>
        : <Chart option={option} height={360} label={`${title}. The numbers are in the table of this card.`} />}
    </ChartCard>
  );
}
