import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { deeds, type Governance, type Proposal } from '../../api/governance';
import { Badge, Card, Id, Json, Time } from '../../components/ui';
import { count } from '../../format/numbers';
import { Changes } from './Changes';
import type { LedgerWorld } from './changes';
import { DecisionDialog } from './DecisionDialog';
import css from './governance.module.css';

const tones = { open: undefined, executed: 'good', withdrawn: 'warn', expired: 'warn' } as const;

/** One proposal: what it changes, who agreed, and what one may do about it. */
export function ProposalCard({ ledger, proposal, world }: { ledger: string; proposal: Proposal; world: LedgerWorld & { rule: Governance | undefined } }) {
  const { nameOf, rule } = world;
  const [act, begin] = useState<'approve' | 'withdraw' | null>(null);
  const missing = Math.max(0, proposal.threshold - proposal.counting);
  const silent = rule?.parties.filter((p) => proposal.approvals.every((a) => a.party !== p || !a.counts)) ?? [];
  return (
    <Card>
      <div className={css.head}>
        <h3>{proposal.title}</h3>
        <Badge tone={tones[proposal.state]}>{proposal.state}</Badge>
        <span style={{ marginLeft: 'auto' }}><Id value={proposal.id} what="proposal id" to={`/ledgers/${ledger}/transactions/${proposal.id}`} /></span>
      </div>
      <p className={css.note}>
        Proposed by {nameOf(proposal.by)}, <Time at={proposal.time} />, in <Link to={`/ledgers/${ledger}/blocks/${proposal.block}`}>block {count(proposal.block)}</Link>
        {proposal.closedAt !== null && <>; {proposal.state} in <Link to={`/ledgers/${ledger}/blocks/${proposal.closedAt}`}>block {count(proposal.closedAt)}</Link></>}
        {proposal.state === 'open' && <>; to be approved until <Time at={proposal.expires} /></>}
      </p>
      <Changes proposal={proposal} world={world} />
      <div className={css.progress}>
        <span className={css.steps} role="img" aria-label={`${proposal.counting} of ${proposal.threshold} signatures`}>
          {Array.from({ length: proposal.threshold }, (_, i) => <span key={i} className={css.step} data-done={i < proposal.counting} />)}
        </span>
        <span>{count(proposal.counting)} of {count(proposal.threshold)} signatures{proposal.state === 'open' && missing > 0 && <>, {count(missing)} to go</>}</span>
        <ul className={css.yes} aria-label="Signed by">{proposal.approvals.map((a) => <li key={a.party}><Badge tone={a.counts ? 'good' : 'warn'}>{nameOf(a.party)}{a.counts ? ' signed' : ' signed, does not count'}</Badge></li>)}</ul>
        {proposal.state === 'open' && rule && rule.parties.length > 0 && <span className={css.note}>{silent.length > 0 ? <>Not yet: {silent.map(nameOf).join(', ')}</> : 'All have signed'}</span>}
      </div>
      <details className={css.more}><summary>In words, and word for word</summary><ul className={css.sentences}>{proposal.sentences.map((s, i) => <li key={i}>{s}</li>)}</ul><div style={{ marginTop: 10 }}><Json value={proposal.changes} /></div></details>
      {(proposal.mayApprove || proposal.mayWithdraw) && (
        <div className={css.actions}>
          {proposal.mayApprove && <Button onClick={() => begin('approve')}>Approve…</Button>}
          {proposal.mayWithdraw && <Button variant="default" onClick={() => begin('withdraw')}>Take back…</Button>}
        </div>
      )}
      {act && (
        <DecisionDialog ledger={ledger} title={act === 'approve' ? `Approve: ${proposal.title}` : `Take back: ${proposal.title}`} verb={act === 'approve' ? 'Sign the approval' : 'Take it back'}
          opened close={() => begin(null)} deed={() => (act === 'approve' ? deeds.approve(ledger, proposal.id) : deeds.withdraw(ledger, proposal.id))} about={proposal.sentences} written={{ op: act, proposal: proposal.id }} />
      )}
    </Card>
  );
}
