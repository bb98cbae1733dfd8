import { useQueries } from '@tanstack/react-query';
import { useRef } from 'react';
import { Link } from 'react-router';
import { queries } from '../../api/queries';
import type { BlockDetail, LedgerValidator } from '../../api/types';
import { CheckIcon } from '../../components/icons';
import { Card } from '../../components/ui';
import { count } from '../../format/numbers';
import { kidsOf, readBlock } from '../../verify/block';
import { nameOf } from './health';
import css from './validators.module.css';

const shown = 12;

/** Who signed the newest blocks: one column a block, read from the blocks' own certificates. */
export function Certificates({ ledger, head, validators, paused }: { ledger: string; head: number; validators: LedgerValidator[]; paused: boolean }) {
  const held = useRef(head);
  if (!paused) held.current = head;
  const top = held.current;
  const numbers = Array.from({ length: Math.min(shown, top + 1) }, (_, i) => top - i).reverse();
  const blocks = useQueries({ queries: numbers.map((n) => queries.block(ledger, String(n))) });
  const rows = validators.filter((v) => v.inSet || blocks.some((b) => b.data && namedIn(b.data).includes(v.kid)));
  return (
    <Card title="Who signed the newest blocks" note="From the blocks' own certificates. A validator may be asked and come too late: enough others signed before." flush>
      <div className={css.scroll} tabIndex={0} role="region" aria-label="Signatures by block">
        <table className={css.matrix}>
          <thead><tr><th scope="col">Validator</th>{numbers.map((n) => <th key={n} scope="col"><Link to={`/ledgers/${ledger}/blocks/${n}`} aria-label={`Block ${n}`}>{count(n)}</Link></th>)}</tr></thead>
          <tbody>
            {rows.map((v) => (
              <tr key={v.kid}>
                <th scope="row">{nameOf(v)}</th>
                {blocks.map((b, i) => <td key={numbers[i]}>{b.data ? <Mark block={b.data} kid={v.kid} /> : <span className={css.wait} />}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

const namedIn = (block: BlockDetail): string[] => readBlock(block.jws).validators;

function Mark({ block, kid }: { block: BlockDetail; kid: string }) {
  if (kidsOf(block.jws).includes(kid)) return <span className={css.signed} role="img" aria-label="signed"><CheckIcon size={13} /></span>;
  return namedIn(block).includes(kid) ? <span className={css.unsigned} role="img" aria-label="did not sign" /> : <span role="img" aria-label="was not asked">·</span>;
}
