import { Button, Modal, NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { adjustBaseline, type Baseline } from '../../api/predictions';
import type { Meter } from '../../api/types';
import { Failed } from '../../components/ui';
import { plural, quantityText, unitLabel } from '../../format/numbers';
import { dayIn, daysBetween } from '../../format/times';
import { type AdjustmentForm, bodyOf, freeName, longestReason, wrongWith } from './adjustment';
import css from './baseline.module.css';

/** Records that something changed which is neither weather nor saving: since when, by how much, and why. Says what it does to the savings before it is written. */
export function AdjustDialog({ meter, baseline, close }: { meter: Meter; baseline: Baseline; close: () => void }) {
  const today = dayIn('UTC');
  const taken = baseline.adjustments.map((a) => a.id);
  const [form, change] = useState<AdjustmentForm>(() => ({ id: freeName(`adjustment-${today.slice(0, 4)}`, taken), first: baseline.to.slice(0, 10), last: today, direction: 'more', amount: '', reason: '' }));
  const [tried, attempt] = useState(false);
  const client = useQueryClient();
  const set = (part: Partial<AdjustmentForm>) => change((before) => ({ ...before, ...part }));
  const errors = wrongWith(form, taken);
  const sound = Object.keys(errors).length === 0;
  // An empty field is no mistake until one has tried to go on.
  const said = (name: keyof typeof errors, filled: unknown) => (tried || filled ? errors[name] : undefined);
  const adjust = useMutation({
    mutationFn: () => adjustBaseline(meter.id, baseline.id, bodyOf(form)),
    onSuccess: async () => {
      await Promise.all([client.invalidateQueries({ queryKey: ['baselines', meter.id] }), client.invalidateQueries({ queryKey: ['savings', meter.id] }), client.invalidateQueries({ queryKey: ['prediction', meter.id] })]);
      close();
    },
  });
  const days = errors.first || errors.last ? 0 : daysBetween(form.first, form.last) + 1;
  const unit = unitLabel(meter.unit);
  return (
    <Modal opened onClose={close} title={`Adjust the baseline ${baseline.id}`} size={560} radius="md" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className={css.form} noValidate onSubmit={(e) => { e.preventDefault(); attempt(true); if (sound) adjust.mutate(); }}>
        <Textarea label="What changed" description="A tenant moved in, a machine was taken away: what neither the weather nor the measure explains." required autosize minRows={2} maxRows={6} maxLength={longestReason}
          value={form.reason} onChange={(e) => set({ reason: e.currentTarget.value })} error={said('reason', form.reason)} data-autofocus />
        <div className={css.pair}>
          <TextInput type="date" label="First day (UTC)" required value={form.first} onChange={(e) => set({ first: e.currentTarget.value })} error={said('first', form.first)} />
          <TextInput type="date" label="Last day" required value={form.last} onChange={(e) => set({ last: e.currentTarget.value })} error={said('last', form.last)} />
        </div>
        <div className={css.pair}>
          <div>
            <span className={css.label} id="adjust-direction">Because of it the meter counts</span>
            <SegmentedControl fullWidth value={form.direction} onChange={(v) => set({ direction: v as 'more' | 'less' })} aria-labelledby="adjust-direction" data={[{ value: 'more', label: 'more' }, { value: 'less', label: 'less' }]} />
          </div>
          <NumberInput label={`By how much, ${unit} a day`} required min={0} decimalScale={6} thousandSeparator="," hideControls value={form.amount} onChange={(amount) => set({ amount })} error={said('amount', form.amount !== '')} />
        </div>
        <TextInput label="Name" description="What it is called on the ledger." required value={form.id} onChange={(e) => set({ id: e.currentTarget.value })} error={said('id', true)} />
        <div className={css.writes} aria-live="polite">
          <strong>This writes to the ledger {meter.ledger}</strong>
          {sound && <p>The baseline {form.direction === 'more' ? 'grows' : 'shrinks'} by {quantityText(Number(form.amount), meter.unit)} a day for {plural(days, 'day')}, {quantityText(Number(form.amount) * days, meter.unit)} altogether, and the savings with it.</p>}
          <p>One transaction of the family adjustment/1, signed with your organisation’s key, that anybody who reads the savings reads with its reason. It cannot be taken back; another adjustment can correct it.</p>
        </div>
        {adjust.error && <Failed error={adjust.error} />}
        <div className={css.buttons}>
          <Button variant="default" onClick={close}>Cancel</Button>
          <Button type="submit" loading={adjust.isPending}>Write to the ledger</Button>
        </div>
      </form>
    </Modal>
  );
}
