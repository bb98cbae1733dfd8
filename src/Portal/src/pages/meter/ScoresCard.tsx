import { useQuery } from '@tanstack/react-query';
import { predictions, type Score } from '../../api/predictions';
import type { Meter } from '../../api/types';
import { DataTable, type TableColumn } from '../../components/DataTable';
import { Card, Empty, Loaded } from '../../components/ui';
import { changeText, exact, percent, unitLabel } from '../../format/numbers';
import { weekdayDay } from '../../format/times';
import css from './meter.module.css';

interface Row { date: string; score: Score }

/** How good the forecasts were that stood on the ledger before the fact: in words, then day by day. */
export function ScoresCard({ meter }: { meter: Meter }) {
  const scores = useQuery(predictions.scores(meter.id, 'day'));
  const columns: TableColumn<Row>[] = [
    { id: 'date', header: 'Day', value: (r) => r.date, cell: (r) => <span style={{ whiteSpace: 'nowrap' }}>{weekdayDay(r.date, 'UTC')}</span> },
    { id: 'expected', header: `Predicted, ${unitLabel(meter.unit)}`, numeric: true, value: (r) => r.score.expected, cell: (r) => exact(r.score.expected, 1) },
    { id: 'observed', header: `Came, ${unitLabel(meter.unit)}`, numeric: true, value: (r) => r.score.observed, cell: (r) => exact(r.score.observed, 1) },
    { id: 'off', header: 'Off', numeric: true, value: (r) => r.score.bias, cell: (r) => (r.score.bias === null ? '–' : changeText(r.score.bias)) },
    { id: 'within', header: 'Within the band', numeric: true, value: (r) => r.score.within, cell: (r) => percent(r.score.within) },
  ];
  return (
    <Card title="How good the forecasts were" note="Day-ahead forecasts of the last 30 days, counted from the readings on the ledger" span={6} flush>
      <div className={css.inCard}>
        <Loaded query={scores}>
          {({ items, words }) => (
            <>
              <div className={css.words}>{words.map((w) => <p key={w}>{w}</p>)}</div>
              {items.length === 0
                ? <Empty title="Nothing to score yet">A forecast is scored once the day it was posted for is over.</Empty>
                : <div className={css.scroll}><DataTable columns={columns} rows={[...items].reverse()} rowKey={(r) => r.date} caption={`Scores of the forecasts of ${meter.name}`} /></div>}
            </>
          )}
        </Loaded>
      </div>
    </Card>
  );
}
