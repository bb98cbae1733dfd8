import { Button, Popover, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Resolution } from '../api/types';
import { parsePeriod, type Period, periodText, presetPeriod, presets, previous, resolutionFor, resolutionsFor, shift } from '../format/period';
import { addDays, dayIn } from '../format/times';
import { CalendarIcon, LeftIcon, RightIcon } from './icons';
import css from './period.module.css';
import { useSearchParams } from 'react-router';

export interface PeriodState { period: Period; before: Period; compare: boolean; resolution: Resolution; today: string; set: (change: { period?: Period; compare?: boolean; resolution?: Resolution | null }) => void }

/** The period that drives every card of a page. It lives in the address bar, so that a view can be shared and gone back to. */
export function usePeriod(timeZone: string, fallback: (today: string) => Period): PeriodState {
  const [params, setParams] = useSearchParams();
  const today = dayIn(timeZone);
  const period = parsePeriod(params.get('from'), params.get('to'), fallback(today));
  const asked = params.get('by') as Resolution | null;
  const resolution = asked && resolutionsFor(period).includes(asked) ? asked : resolutionFor(period);
  return {
    period, before: previous(period), compare: params.get('compare') === '1', resolution, today,
    set: ({ period: next, compare, resolution: by }) => setParams((p) => {
      if (next) { p.set('from', next.from); p.set('to', next.to); p.delete('by'); }
      if (compare !== undefined) { if (compare) p.set('compare', '1'); else p.delete('compare'); }
      if (by !== undefined) { if (by) p.set('by', by); else p.delete('by'); }
      return p;
    }, { preventScrollReset: true }),
  };
}

const names: Record<Resolution, string> = { hour: 'Hour', day: 'Day', month: 'Month' };

export function PeriodBar({ state, resolutions = true, comparable = true }: { state: PeriodState; resolutions?: boolean; comparable?: boolean }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const [draft, setDraft] = useState<[string | null, string | null]>([null, null]);
  const { period, today } = state;
  const choices = resolutionsFor(period);
  const choose = (next: Period) => { state.set({ period: next }); close(); };
  const active = presets.find(({ id }) => { const p = presetPeriod(id, today); return p.from === period.from && p.to === period.to; });
  const future = shift(period, 1).from > today;
  return (
    <div className={css.bar}>
      <div className={css.group}>
        <Tooltip label="The period before" openDelay={300}><button type="button" className={css.step} aria-label="The period before" onClick={() => state.set({ period: previous(period) })}><LeftIcon size={17} /></button></Tooltip>
        <Popover opened={opened} onChange={(o) => { if (!o) close(); }} position="bottom-start" shadow="md" radius="md" trapFocus returnFocus>
          <Popover.Target>
            <button type="button" data-print className={css.label} aria-expanded={opened} aria-haspopup="dialog" onClick={() => { setDraft([period.from, addDays(period.to, -1)]); toggle(); }}>
              <CalendarIcon size={16} /><span>{periodText(period)}</span>{active && <span className={css.preset}>{active.label}</span>}
            </button>
          </Popover.Target>
          <Popover.Dropdown className={css.dropdown} aria-label="Choose a period">
            <div className={css.presets}>
              {presets.map(({ id, label }) => <button key={id} type="button" className={css.choice} aria-pressed={active?.id === id} onClick={() => choose(presetPeriod(id, today))}>{label}</button>)}
            </div>
            <DatePicker
              type="range" value={draft} allowSingleDateInRange maxDate={today} defaultDate={period.from} firstDayOfWeek={1}
              onChange={(range) => { setDraft(range); const [from, last] = range; if (from && last) choose({ from, to: addDays(last, 1) }); }}
            />
          </Popover.Dropdown>
        </Popover>
        <Tooltip label="The period after" openDelay={300}><button type="button" className={css.step} aria-label="The period after" disabled={future} onClick={() => state.set({ period: shift(period, 1) })}><RightIcon size={17} /></button></Tooltip>
      </div>
      <Button variant="default" size="sm" onClick={() => state.set({ period: presetPeriod('today', today) })}>Today</Button>
      {resolutions && choices.length > 1 && <SegmentedControl size="sm" value={state.resolution} onChange={(v) => state.set({ resolution: v as Resolution })} data={choices.map((r) => ({ value: r, label: names[r] }))} aria-label="Resolution" />}
      {comparable && <Switch size="sm" checked={state.compare} onChange={(e) => state.set({ compare: e.currentTarget.checked })} label={`Compare with ${periodText(state.before)}`} className={css.compare} />}
    </div>
  );
}
