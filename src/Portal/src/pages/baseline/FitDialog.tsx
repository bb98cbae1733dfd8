import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { fitBaseline } from '../../api/predictions';
import type { Meter, Site } from '../../api/types';
import { Failed } from '../../components/ui';
import { addDays, dayIn, daysBetween } from '../../format/times';
import { freeName } from './adjustment';
import css from './baseline.module.css';

/** Asks for a baseline's period and says what goes onto the ledger before it does. */
export function FitDialog({ site, meter, taken, close }: { site: Site; meter: Meter; taken: string[]; close: () => void }) {
  const today = dayIn('UTC');
  const [from, setFrom] = useState(addDays(today, -366));
  const [to, setTo] = useState(addDays(today, -1));
  const [id, setId] = useState(() => freeName(`${meter.id}-${today.slice(0, 4)}`, taken));
  const [method, setMethod] = useState<'daily' | 'hourly'>('daily');
  const client = useQueryClient();
  const navigate = useNavigate();
  const fit = useMutation({
    mutationFn: () => fitBaseline(meter.id, { id, method, from, to: addDays(to, 1) }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['baselines', meter.id] });
      close();
      void navigate(`/sites/${site.id}/meters/${meter.id}/baselines/${id}`);
    },
  });
  const idError = !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) ? 'Lower case letters, digits and single hyphens.' : taken.includes(id) ? 'This meter has a baseline of that name.' : null;
  const known = /^\d{4}-\d{2}-\d{2}$/;
  const length = known.test(from) && known.test(to) ? daysBetween(from, to) + 1 : 0;
  const daysError = length < 1 ? 'The last day lies after the first.' : length > 400 ? 'A baseline period has at most 400 days.' : null;
  return (
    <Modal opened onClose={close} title={`Fit a baseline to ${meter.name}`} size={560} radius="md" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className={css.form} onSubmit={(e) => { e.preventDefault(); if (!idError && !daysError) fit.mutate(); }}>
        <TextInput label="Name" value={id} onChange={(e) => setId(e.currentTarget.value)} error={idError} data-autofocus />
        <div className={css.pair}>
          <TextInput type="date" label="First day (UTC)" value={from} max={today} onChange={(e) => setFrom(e.currentTarget.value)} />
          <TextInput type="date" label="Last day" value={to} max={today} onChange={(e) => setTo(e.currentTarget.value)} error={daysError} description={length >= 1 && length < 330 ? 'Less than a year: seasons it has not seen it cannot know.' : undefined} inputWrapperOrder={['label', 'input', 'description', 'error']} />
        </div>
        <div>
          <SegmentedControl fullWidth value={method} onChange={(v) => setMethod(v as 'daily' | 'hourly')} aria-label="Method" data={[{ value: 'daily', label: 'By day' }, { value: 'hourly', label: 'By hour of the week' }]} />
          <p className={css.hint}>{method === 'daily' ? 'Energy of a day by its temperature: two lines with a balance point each. Easy to explain, right for most meters.' : 'Energy of an hour by the hour of the week and the temperature. For meters that follow a timetable.'}</p>
        </div>
        <div className={css.writes}>
          <strong>This writes to the ledger {meter.ledger}</strong>
          <p>One transaction of the family baseline/1, signed with the operator's key: the model, its period, and a digest of the readings and temperatures it was fitted to. Every validator fits it again from the ledger and refuses the block if anything differs. It cannot be taken back; a later baseline can stand beside it.</p>
        </div>
        {fit.error && <Failed error={fit.error} />}
        <div className={css.buttons}>
          <Button variant="default" onClick={close}>Cancel</Button>
          <Button type="submit" loading={fit.isPending} disabled={Boolean(idError ?? daysError)}>Fit and write to the ledger</Button>
        </div>
      </form>
    </Modal>
  );
}
