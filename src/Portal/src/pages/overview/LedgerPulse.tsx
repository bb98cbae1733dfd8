import { ActionIcon, Skeleton, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useLive } from '../../api/live';
import { queries } from '../../api/queries';
import type { BlockCommitted, OverviewLedger } from '../../api/types';
import { PauseIcon, PlayIcon } from '../../components/icons';
import { Card, Empty, Failed, Time } from '../../components/ui';
import { count, plural } from '../../format/numbers';
import css from './overview.module.css';

type Seen = Pick<BlockCommitted, 'number' | 'id' | 'time' | 'transactions' | 'size'> & { fresh?: boolean };
const kept = 32;

/** Blocks as they arrive. State lives here alone, so that a block re-renders this card and nothing else. */
export function LedgerPulse({ ledger, summary, rows }: { ledger: string; summary: OverviewLedger | undefined; rows: number }) {
  const recent = useQuery(queries.latestBlocks(ledger, kept));
  const [arrived, setArrived] = useState<Seen[]>([]);
  const [paused, setPaused] = useState(false);
  const waiting = useRef<Seen[]>([]);
  const [held, setHeld] = useState(0);
  useLive('blockCommitted', { ledgers: [ledger] }, (block) => {
    if (block.ledger !== ledger) return;
    if (paused) { waiting.current = [{ ...block, fresh: true }, ...waiting.current].slice(0, kept); setHeld((n) => n + 1); } else setArrived((before) => [{ ...block, fresh: true }, ...before].slice(0, kept));
  });
  useEffect(() => {
    if (paused) return;
    const held = waiting.current;
    waiting.current = [];
    setHeld(0);
    if (held.length) setArrived((before) => [...held, ...before].slice(0, kept));
  }, [paused]);

  const all = new Map<number, Seen>();
  for (const block of [...arrived, ...(recent.data?.items ?? [])]) if (!all.has(block.number)) all.set(block.number, block);
  const blocks = [...all.values()].sort((a, b) => b.number - a.number).slice(0, kept);
  const newest = blocks[0];
  const most = Math.max(1, ...blocks.map((b) => b.transactions));
  return (
    <Card
      title={<>Ledger <Link to={`/ledgers/${ledger}`}>{ledger}</Link></>}
      note={paused ? (held ? `Paused, ${plural(held, 'new block')} waiting` : 'Paused') : 'Blocks as they arrive'}
      tools={
        <Tooltip label={paused ? 'Go on' : 'Pause'}>
          <ActionIcon variant="default" size="lg" radius="md" aria-label={paused ? 'Show new blocks again' : 'Pause new blocks'} aria-pressed={paused} onClick={() => setPaused((p) => !p)}>{paused ? <PlayIcon size={16} /> : <PauseIcon size={16} />}</ActionIcon>
        </Tooltip>
      }
    >
      {recent.error && blocks.length === 0 ? <Failed error={recent.error} retry={() => { void recent.refetch(); }} />
        : recent.isPending ? <Skeleton height={260} />
          : blocks.length === 0 ? <Empty title="No block yet">The first one appears here as soon as something is written.</Empty>
            : (
              <>
                <div className={css.pulseTop}>
                  <div><div className={css.label}>Height</div><div className={css.figure} data-testid="height">{count(newest?.number ?? summary?.height ?? 0)}</div></div>
                  <div><div className={css.label}>Transactions</div><div className={css.figure}>{count(newest?.size ?? summary?.transactions ?? 0)}</div></div>
                  <div><div className={css.label}>Blocks in the last hour</div><div className={css.figure}>{count(summary?.blocksLastHour ?? 0)}</div></div>
                </div>
                <div className={css.bars} role="img" aria-label={`Transactions in each of the last ${blocks.length} blocks, at most ${most}`}>
                  {[...blocks].reverse().map((b) => <span key={b.number} className={css.bar} data-new={b.fresh} style={{ height: `${Math.max(8, Math.sqrt(b.transactions / most) * 100)}%` }} title={`Block ${b.number}: ${b.transactions}`} />)}
                </div>
                <ol className={css.blocks} aria-label="Latest blocks" data-testid="latest-blocks">
                  {blocks.slice(0, rows).map((b) => (
                    <li key={b.number} data-new={b.fresh}>
                      <Link to={`/ledgers/${ledger}/blocks/${b.number}`}>{count(b.number)}</Link>
                      <span className={css.blockNote}>{plural(b.transactions, 'transaction')}</span>
                      <span className={css.blockNote}><Time at={b.time} relative /></span>
                    </li>
                  ))}
                </ol>
              </>
            )}
    </Card>
  );
}
