import type { Proposal } from '../../api/governance';
import { changeRows, type LedgerWorld } from './changes';
import css from './governance.module.css';

/** What a proposal changes, drawn as before and after. */
export function Changes({ proposal, world }: { proposal: Proposal; world: LedgerWorld }) {
  const rows = changeRows(proposal, world);
  if (rows.length === 0) return null;
  const past = proposal.state !== 'open';
  return (
    <dl className={css.changes} aria-label="What changes">
      {rows.map((r, i) => (
        <div key={`${r.what}${i}`}>
          <dt>{r.what}</dt>
          <dd>
            {r.before !== null && <><span className={css.before}><small>{past ? 'then' : 'now'}</small>{r.before}</span><span className={css.arrow} aria-hidden="true">→</span></>}
            {r.after !== null && <span className={css.after}><small>{past && proposal.state !== 'executed' ? 'proposed' : past ? 'since' : 'after'}</small>{r.after}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
