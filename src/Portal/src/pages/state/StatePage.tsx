import { Button, NumberInput, Tabs } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { queries } from '../../api/queries';
import { FolderIcon } from '../../components/icons';
import { Badge, Card, Empty, Failed, Json, Lines, Loaded, Page, Time } from '../../components/ui';
import { count } from '../../format/numbers';
import ledgerCss from '../ledger/ledger.module.css';
import { LedgerTabs } from '../ledger/LedgerTabs';
import css from './state.module.css';
import { gist, levelOf } from './tree';

const encode = (path: string) => path.split('/').map(encodeURIComponent).join('/');

/** The state as a tree of readable paths; any past block's state by its number; every value with its history. */
export function StatePage() {
  const { ledger = '', '*': rest = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const at = /^\d+$/.test(params.get('at') ?? '') ? Number(params.get('at')) : null;
  const info = useQuery(queries.ledger(ledger));
  // "meter/" opens a folder, "meter/nimbus-main" a value in its folder.
  const isFolder = rest === '' || rest.endsWith('/');
  const folder = isFolder ? rest : rest.slice(0, rest.lastIndexOf('/') + 1);
  const suffix = at === null ? '' : `?at=${at}`;
  const to = (path: string) => `/ledgers/${ledger}/state/${encode(path)}${suffix}`;
  return (
    <Page title={<>Ledger {ledger}</>} documentTitle="State" crumbs={[{ label: 'Overview', to: '/' }]} note="What all transactions together amount to: every value under a readable path, with its history.">
      <LedgerTabs ledger={ledger} />
      <div className={`${css.columns} ${ledgerCss.sized}`}>
        <section className={ledgerCss.column} aria-label="Paths">
          <div className={ledgerCss.columnHead}>
            <Crumbs folder={folder} to={to} />
            <NumberInput aria-label="State as of block" placeholder={info.data ? `block ${count(info.data.height)}` : 'block'} value={at ?? ''} min={0} max={info.data?.height} allowDecimal={false} allowNegative={false} size="xs" w={132} hideControls
              onChange={(v) => setParams((p) => { if (v === '') p.delete('at'); else p.set('at', String(v)); return p; }, { replace: true })} />
          </div>
          <Tree ledger={ledger} folder={folder} at={at} current={isFolder ? null : rest} to={to} />
        </section>
        {isFolder
          ? <Card><Empty title="Choose a value">Folders open to the left. A value shows here with its history: when it was set, and in which block.</Empty></Card>
          : <Value key={rest} ledger={ledger} path={rest} at={at} />}
      </div>
    </Page>
  );
}

function Crumbs({ folder, to }: { folder: string; to: (path: string) => string }) {
  const parts = folder.split('/').filter(Boolean);
  return (
    <nav className={css.path} aria-label="Path">
      <Link to={to('')}>state</Link>
      {parts.map((part, i) => <span key={i}>/ <Link to={to(`${parts.slice(0, i + 1).join('/')}/`)}>{part}</Link></span>)}
    </nav>
  );
}

function Tree({ ledger, folder, at, current, to }: { ledger: string; folder: string; at: number | null; current: string | null; to: (path: string) => string }) {
  const list = useInfiniteQuery(queries.state(ledger, folder, at));
  if (list.error) return <Failed error={list.error} retry={() => { void list.refetch(); }} />;
  if (list.isPending) return <div style={{ padding: 18 }}><Lines count={8} /></div>;
  const level = levelOf(folder, list.data.pages.flatMap((p) => p.items), list.data.pages.flatMap((p) => p.folders));
  if (level.folders.length + level.entries.length === 0) return <Empty title="Nothing here">{at === null ? 'No transaction has written under this path.' : `At block ${count(at)} nothing was written under this path yet.`}</Empty>;
  return (
    <ul className={css.tree}>
      {level.folders.map((f) => (
        <li key={f.path}><Link className={css.entry} to={to(f.path)}><FolderIcon size={17} /><span className={css.entryName}>{f.name}/</span></Link></li>
      ))}
      {level.entries.map((e) => (
        <li key={e.path}><Link className={css.entry} to={to(e.path)} aria-current={e.path === current ? 'true' : undefined}><span className={css.entryName} title={e.name}>{e.name}</span><span className={css.entryNote}>{gist(e.value)}</span></Link></li>
      ))}
      {list.hasNextPage && <li className={ledgerCss.more}><Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => { void list.fetchNextPage(); }}>More</Button></li>}
    </ul>
  );
}

function Value({ ledger, path, at }: { ledger: string; path: string; at: number | null }) {
  const value = useQuery(queries.stateValue(ledger, at, path));
  const history = useQuery(queries.stateHistory(ledger, path));
  return (
    <Card title={<span className="mono" style={{ overflowWrap: 'anywhere' }}>{path}</span>} note={value.data ? `As of block ${count(value.data.block)}` : undefined}>
      <Tabs defaultValue="value" keepMounted={false}>
        <Tabs.List mb="md"><Tabs.Tab value="value">Value</Tabs.Tab><Tabs.Tab value="history">History{history.data ? ` (${history.data.items.length}${history.data.complete ? '' : '+'})` : ''}</Tabs.Tab></Tabs.List>
        <Tabs.Panel value="value"><Loaded query={value}>{(v) => <Json value={v.value} />}</Loaded></Tabs.Panel>
        <Tabs.Panel value="history">
          <Loaded query={history}>
            {({ items }) => (items.length === 0 ? <Empty title="No history">This path was never written.</Empty> : (
              <ol className={css.versions}>
                {items.map((v, i) => (
                  <li key={`${v.block}-${i}`} className={css.version}>
                    <div className={css.versionHead}>
                      <Link to={`/ledgers/${ledger}/blocks/${v.block}`}>Block {count(v.block)}</Link>
                      <Time at={v.time} />
                      {i === 0 && <Badge tone="good">latest</Badge>}
                      {v.value === null && <Badge tone="warn">deleted</Badge>}
                    </div>
                    {v.value !== null && <Json value={v.value} />}
                  </li>
                ))}
              </ol>
            ))}
          </Loaded>
        </Tabs.Panel>
      </Tabs>
    </Card>
  );
}
