import { ActionIcon, Button, Skeleton, Tooltip } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { governance } from '../../api/governance';
import { useLive } from '../../api/live';
import { queries } from '../../api/queries';
import type { LedgerValidator, Validators } from '../../api/types';
import { CheckIcon, PauseIcon, PlayIcon, WarningIcon } from '../../components/icons';
import { Badge, Card, Id, Loaded, Page, Time } from '../../components/ui';
import { count, plural } from '../../format/numbers';
import { LedgerTabs } from '../ledger/LedgerTabs';
import { Certificates } from './Certificates';
import { EvidenceCard } from './EvidenceCard';
import { nameOf, type Standing, standingOf, summary } from './health';
import css from './validators.module.css';

const often = 5_000;

/** Who certifies a ledger: how far each has verified, what it last voted for, which blocks it signed, and what speaks against it. */
export function ValidatorsPage() {
  const { ledger = '' } = useParams();
  const [paused, pause] = useState(false);
  const client = useQueryClient();
  const rule = useQuery(governance.rule(ledger));
  const list = useQuery({ ...queries.validators(ledger), refetchInterval: paused ? false : often });
  useLive('blockCommitted', { ledgers: [ledger] }, () => { if (!paused) void client.invalidateQueries({ queryKey: ['validators', ledger] }, { cancelRefetch: false }); });
  return (
    <Page title={<>Ledger {ledger}</>} documentTitle="Validators" crumbs={[{ label: 'Overview', to: '/' }]} note="Who re-executes and signs every block, and how they stand."
      tools={rule.data?.mayPropose ? <Button variant="default" component={Link} to={`/ledgers/${ledger}/governance?propose=validators`}>Change the validators</Button> : undefined}>
      <LedgerTabs ledger={ledger} />
      <Loaded query={list} skeleton={<Skeleton height={420} radius="md" />}>
        {(data) => (
          <div className={css.page}>
            <Card title="Validators" note={paused ? 'Paused' : 'As they report, every few seconds'} tools={(
              <Tooltip label={paused ? 'Go on' : 'Pause'}>
                <ActionIcon variant="default" size="lg" radius="md" aria-label={paused ? 'Follow the validators again' : 'Pause'} aria-pressed={paused} onClick={() => pause(!paused)}>{paused ? <PlayIcon size={16} /> : <PauseIcon size={16} />}</ActionIcon>
              </Tooltip>
            )}>
              <Summary data={data} />
              <ul className={css.validators}>{data.items.map((v) => <li key={v.kid}><Validator ledger={ledger} validator={v} head={data.head} engine={data.engine} /></li>)}</ul>
            </Card>
            <Certificates ledger={ledger} head={data.head} validators={data.items} paused={paused} />
            <EvidenceCard ledger={ledger} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function Summary({ data }: { data: Validators }) {
  const { tone, text } = summary(data);
  return <p className={css.summary} data-tone={tone} data-testid="validators-summary">{tone === 'good' ? <CheckIcon size={20} /> : <WarningIcon size={20} />}<span>{text}</span></p>;
}

const phases: Record<string, string> = { prepare: 'to prepare', lock: 'to lock on', sign: 'to sign' };

const badges: Record<Standing, { tone?: 'good' | 'warn' | 'bad'; text: string }> = {
  current: { tone: 'good', text: 'up to date' }, behind: { tone: 'warn', text: 'catching up' }, away: { tone: 'bad', text: 'not connected' }, former: { text: 'not in the set' }, alone: { tone: 'good', text: 'seals alone' },
};

function Validator({ ledger, validator: v, head, engine }: { ledger: string; validator: LedgerValidator; head: number; engine: string }) {
  const how = standingOf(v, engine);
  const standing = badges[how];
  // The host needs no connection to itself: every block that there is, it has made and signed.
  const alone = how === 'alone';
  const at = alone ? head : v.at ?? (v.lag === null ? null : head - v.lag);
  const share = at === null ? 0 : head === 0 ? 1 : Math.max(0, Math.min(1, at / head));
  return (
    <article className={css.validator} aria-label={nameOf(v)}>
      <div className={css.head}>
        <h3>{nameOf(v)}</h3>
        <Badge tone={standing.tone}>{standing.text}</Badge>
        {v.hosted && <Tooltip label="Runs at the host, for a member who runs none of its own"><span tabIndex={0}><Badge>hosted</Badge></span></Tooltip>}
      </div>
      <div className={css.lag}>
        <span className={css.bar} aria-hidden="true"><span style={{ transform: `scaleX(${share})` }} /></span>
        <span className={css.lagText}>{at === null ? 'has not said how far it is' : <>block {count(at)}{v.lag ? <>, {plural(v.lag, 'block')} behind</> : null}</>}</span>
      </div>
      <dl className={css.facts}>
        <dt>Key</dt><dd><Id value={v.kid} what="key id" to={`/ledgers/${ledger}/state/key/${v.kid}`} /></dd>
        {v.party && v.name && v.name !== v.party && <><dt>Party</dt><dd>{v.party}</dd></>}
        <dt>Signed last</dt><dd>{alone ? <>block {count(head)}</> : v.lastSigned === null ? 'nothing yet' : <>block {count(v.lastSigned)}</>}</dd>
        {v.lastVote && <><dt>Voted last</dt><dd>{phases[v.lastVote.phase] ?? v.lastVote.phase} block {count(v.lastVote.number)}{v.lastVote.round > 0 ? `, round ${v.lastVote.round}` : ''}, <Time at={v.lastVote.at} relative /></dd></>}
        {v.lastSeen && <><dt>Heard of</dt><dd><Time at={v.lastSeen} relative /></dd></>}
      </dl>
    </article>
  );
}
