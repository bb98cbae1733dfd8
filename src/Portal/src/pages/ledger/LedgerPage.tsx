import { Button, Skeleton, Switch } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useLive } from '../../api/live';
import { queries } from '../../api/queries';
import type { BatchOfBlock, BlockCommitted, BlockDetail } from '../../api/types';
import { LeftIcon } from '../../components/icons';
import { Badge, Empty, Facts, Failed, Id, Lines, Page, Time } from '../../components/ui';
import { bytes, count, plural } from '../../format/numbers';
import { shortId } from '../../format/ids';
import { dateTimeSeconds } from '../../format/times';
import css from './ledger.module.css';
import { Certificate } from './Certificate';
import { LedgerTabs } from './LedgerTabs';

/** Block → batches → transactions, three columns that fill as one clicks; the address says what is open. */
export function LedgerPage() {
  const { ledger = '', block } = useParams();
  const [params] = useSearchParams();
  const batch = params.get('batch');
  const info = useQuery(queries.ledger(ledger));
  if (info.error && !info.data) return <Page title={ledger} documentTitle="Ledger" crumbs={[{ label: 'Overview', to: '/' }]}><Failed error={info.error} retry={() => { void info.refetch(); }} /></Page>;
  const depth = block === undefined ? 0 : batch ? 2 : 1;
  return (
    <Page title={<>Ledger {ledger}</>} documentTitle={block ? `Block ${block}` : `Ledger ${ledger}`} crumbs={[{ label: 'Overview', to: '/' }]}
      note={info.data ? `${plural(info.data.transactions, 'transaction')} in ${plural(info.data.height + 1, 'block')}, sealed by ${plural(info.data.validators.length, 'validator')} (${info.data.engine}).` : '…'}>
      <LedgerTabs ledger={ledger} />
      {depth > 0 && <Link className={css.back} to={depth === 2 ? `/ledgers/${ledger}/blocks/${block}` : `/ledgers/${ledger}`}><LeftIcon size={16} />{depth === 2 ? `Block ${block}` : 'All blocks'}</Link>}
      <div className={css.columns}>
        <Blocks ledger={ledger} current={block} shown={depth === 0} />
        {block === undefined
          ? <section className={css.column} style={{ gridColumn: 'span 2' }} data-shown="false"><Empty title="Choose a block">Its batches and their transactions open here. Every one of them can be verified in this browser.</Empty></section>
          : <OpenBlock key={block} ledger={ledger} block={block} batch={batch} depth={depth} />}
      </div>
    </Page>
  );
}

function Blocks({ ledger, current, shown }: { ledger: string; current: string | undefined; shown: boolean }) {
  const client = useQueryClient();
  const [following, follow] = useState(true);
  const [fresh, setFresh] = useState<BlockCommitted[]>([]);
  const list = useInfiniteQuery(queries.blocks(ledger));
  useLive('blockCommitted', { ledgers: [ledger] }, (block) => {
    if (following && block.ledger === ledger) setFresh((before) => [block, ...before].slice(0, 200));
    void client.invalidateQueries({ queryKey: ['ledgers', ledger], exact: true }, { cancelRefetch: false });
  });
  const known = new Map<number, { number: number; id: string; time: string; transactions: number; fresh: boolean }>();
  for (const b of fresh) known.set(b.number, { ...b, fresh: true });
  for (const b of list.data?.pages.flatMap((p) => p.items) ?? []) if (!known.has(b.number)) known.set(b.number, { ...b, fresh: false });
  const blocks = [...known.values()].sort((a, b) => b.number - a.number);
  return (
    <section className={css.column} aria-label="Blocks" data-shown={shown}>
      <div className={css.columnHead}><h2>Blocks</h2><Switch size="sm" checked={following} onChange={(e) => follow(e.currentTarget.checked)} label="Live" /></div>
      {list.error && blocks.length === 0 ? <Failed error={list.error} retry={() => { void list.refetch(); }} />
        : list.isPending ? <div style={{ padding: 18 }}><Lines count={10} /></div> : (
          <ol className={css.list} tabIndex={-1}>
            {blocks.map((b) => (
              <li key={b.number} className={css.item} data-current={String(b.number) === current || b.id === current} data-new={b.fresh}>
                <div className={css.itemTop}><Link className={css.cover} to={`/ledgers/${ledger}/blocks/${b.number}`} aria-current={String(b.number) === current ? 'true' : undefined}>{count(b.number)}</Link><span className={css.itemNote}><Time at={b.time} relative /></span></div>
                <div className={css.itemNote}>{plural(b.transactions, 'transaction')} · <span className="mono">{shortId(b.id)}</span></div>
              </li>
            ))}
            {list.hasNextPage && <li className={css.more}><Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => { void list.fetchNextPage(); }}>Older blocks</Button></li>}
          </ol>
        )}
    </section>
  );
}

function OpenBlock({ ledger, block, batch, depth }: { ledger: string; block: string; batch: string | null; depth: number }) {
  const detail = useQuery(queries.block(ledger, block));
  if (detail.error && !detail.data) return <section className={css.column} style={{ gridColumn: 'span 2' }}><Failed error={detail.error} retry={() => { void detail.refetch(); }} /></section>;
  const chosen = detail.data?.batches.find((b) => b.id === batch) ?? null;
  return (
    <>
      <section className={css.column} aria-label={`Batches of block ${block}`} data-shown={depth === 1}>
        <div className={css.columnHead}><h2>Block {detail.data ? count(detail.data.number) : block}</h2>{detail.data && <span className={css.itemNote}>{plural(detail.data.batches.length, 'batch', 'batches')}</span>}</div>
        {detail.data ? <Batches ledger={ledger} block={detail.data} current={batch} /> : <div style={{ padding: 18 }}><Lines count={6} /></div>}
      </section>
      <section className={css.column} aria-label="Transactions" data-shown={depth === 2}>
        <Transactions ledger={ledger} block={detail.data} batch={chosen} />
      </section>
    </>
  );
}

function Batches({ ledger, block, current }: { ledger: string; block: BlockDetail; current: string | null }) {
  return (
    <>
      <details className={css.details}>
        <summary><Time at={block.time} format={dateTimeSeconds} />, signed by {plural(block.signatures.length, 'validator')}</summary>
        <div style={{ marginTop: 14 }}>
          <Facts rows={[
            ['Block id', <Id value={block.id} what="block id" />],
            ['Previous', <Id value={block.previous} what="previous block id" to={block.number > 0 ? `/ledgers/${ledger}/blocks/${block.number - 1}` : undefined} />],
            ['History', <>{count(block.size)} <Id value={block.root} what="history root" /></>],
            ['State root', <Id value={block.state} what="state root" to={`/ledgers/${ledger}/state?at=${block.number}`} />],
            ['Engine', block.engine], ['Size', bytes(block.bytes)],
          ]} />
          <Certificate ledger={ledger} block={block} />
        </div>
      </details>
      {block.batches.length === 0 ? <Empty title="An empty block">It was sealed without transactions.</Empty> : (
        <ol className={css.list} tabIndex={-1}>
          <li className={css.item} data-current={current === null || current === 'all'}>
            <div className={css.itemTop}><Link className={css.cover} to={`/ledgers/${ledger}/blocks/${block.number}?batch=all`} aria-current={current === null || current === 'all' ? 'true' : undefined}>All of the block</Link></div>
            <div className={css.itemNote}>{plural(block.transactions, 'transaction')}</div>
          </li>
          {block.batches.map((b, i) => (
            <li key={b.id} className={css.item} data-current={b.id === current}>
              <div className={css.itemTop}><Link className={css.cover} to={`/ledgers/${ledger}/blocks/${block.number}?batch=${b.id}`} aria-current={b.id === current ? 'true' : undefined}>Batch {i + 1}</Link>{b.sealed && <Badge>sealed</Badge>}</div>
              <div className={css.itemNote}>{plural(b.transactions.length, 'transaction')} · <span className="mono">{shortId(b.id)}</span></div>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function Transactions({ ledger, block, batch }: { ledger: string; block: BlockDetail | undefined; batch: BatchOfBlock | null }) {
  const list = useInfiniteQuery(queries.transactionsOf(ledger, block?.number));
  const wanted = batch ? new Set(batch.transactions) : null;
  const all = list.data?.pages.flatMap((p) => p.items) ?? [];
  const items = (wanted ? all.filter((t) => wanted.has(t.id)) : all).sort((a, b) => a.index - b.index);
  // A batch may lie beyond the pages loaded so far.
  const incomplete = wanted !== null && items.length < wanted.size && list.hasNextPage && !list.isFetchingNextPage;
  const next = useRef(list.fetchNextPage);
  next.current = list.fetchNextPage;
  useEffect(() => { if (incomplete) void next.current(); }, [incomplete, all.length]);
  return (
    <>
      <div className={css.columnHead}><h2>Transactions</h2><span className={css.itemNote}>{batch ? 'of the batch' : 'of the block'}</span></div>
      {list.error ? <Failed error={list.error} retry={() => { void list.refetch(); }} /> : list.isPending ? <div style={{ padding: 18 }}>{[1, 2, 3, 4].map((n) => <Skeleton key={n} height={44} mb={12} />)}</div> : (
        <ol className={css.list} tabIndex={-1}>
          {items.map((t) => (
            <li key={t.id} className={css.item}>
              <div className={css.itemTop}><Link className={css.cover} to={`/ledgers/${ledger}/transactions/${t.id}`}>{t.sentence}</Link>{t.dropped && <Badge tone="warn">dropped</Badge>}</div>
              <div className={css.itemNote}>{t.dropped ? 'content dropped, fingerprint kept' : <>{t.family} · {t.party} · <Time at={t.time} format={dateTimeSeconds} /></>} · <span className="mono">{shortId(t.id)}</span></div>
            </li>
          ))}
          {list.hasNextPage && !wanted && <li className={css.more}><Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => { void list.fetchNextPage(); }}>More transactions</Button></li>}
        </ol>
      )}
    </>
  );
}
