import { Button, Tabs, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { ApiProblem } from '../../api/http';
import { queries } from '../../api/queries';
import { FolderIcon, LeftIcon } from '../../components/icons';
import { Badge, Card, Empty, Failed, Json, Lines, Loaded, Page, Time } from '../../components/ui';
import { count } from '../../format/numbers';
import ledgerCss from '../ledger/ledger.module.css';
import { LedgerTabs } from '../ledger/LedgerTabs';
import { BlockPicker } from './BlockPicker';
import css from './state.module.css';
import { gist, levelOf } from './tree';
import { VerifyState } from './VerifyState';

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
      <div style={{ marginBottom: 16 }}><BlockPicker at={at} height={info.data?.height} pick={(block) => setParams((p) => { if (block === null) p.delete('at'); else p.set('at', String(block)); return p; }, { replace: true })} /></div>
      {!isFolder && <Link className={ledgerCss.back} to={to(folder)}><LeftIcon size={16} />{folder || 'All paths'}</Link>}
      <div className={`${css.columns} ${ledgerCss.sized}`}>
        <section className={ledgerCss.column} aria-label="Paths" data-shown={isFolder}>
          <div className={ledgerCss.columnHead}><Crumbs folder={folder} to={to} /></div>
          <Tree ledger={ledger} folder={folder} at={at} current={isFolder ? null : rest} to={to} />
          <Ask key={folder} folder={folder} to={to} />
        </section>
        {isFolder
          ? <div className={css.choose}><Card><Empty title="Choose a value">Folders open in place. A value shows here with its history: when it was set, and in which block.</Empty></Card></div>
          : <Value key={rest} ledger={ledger} path={rest} at={at} height={info.data?.height} failed={info.error} again={() => { void info.refetch(); }} />}
      </div>
    </Page>
  );
}

function Crumbs({ folder, to }: { folder: string; to: (path: string) => string }) {
  const parts = folder.split('/').filter(Boolean);
  return (
    <nav className={css.path} style={{ marginLeft: 0 }} aria-label="Path">
      <Link to={to('')}>state</Link>
      {parts.map((part, i) => <span key={i}>/ <Link to={to(`${parts.slice(0, i + 1).join('/')}/`)}>{part}</Link></span>)}
    </nav>
  );
}

function Tree({ ledger, folder, at, current, to }: { ledger: string; folder: string; at: number | null; current: string | null; to: (path: string) => string }) {
  const list = useInfiniteQuery(queries.state(ledger, folder, at));
  if (list.error && !list.data) return <Failed error={list.error} retry={() => { void list.refetch(); }} />;
  if (list.isPending) return <div style={{ padding: 18 }}><Lines count={8} /></div>;
  const level = levelOf(folder, list.data.pages.flatMap((p) => p.items), list.data.pages.flatMap((p) => p.folders));
  if (level.folders.length + level.entries.length === 0) return <Empty title="Nothing here">{at === null ? 'No transaction has written under this path.' : `At block ${count(at)} nothing was written under this path yet.`}</Empty>;
  return (
    <ul className={css.tree}>
      {level.folders.map((f) => (
        <li key={f.path}><Link className={css.entry} to={to(f.path)}><FolderIcon size={17} /><span className={css.entryName}>{f.name}/</span></Link></li>
      ))}
      {level.entries.map((e) => (
        <li key={e.path}><Link className={css.entry} to={to(e.path)} aria-current={e.path === current ? 'true' : undefined}><span className={css.entryName} title={e.name}>{e.name}</span><span className={css.entryNote}>{e.dropped ? 'dropped' : gist(e.value)}</span></Link></li>
      ))}
      {list.hasNextPage && <li className={ledgerCss.more}><Button variant="default" size="xs" loading={list.isFetchingNextPage} onClick={() => { void list.fetchNextPage(); }}>More</Button></li>}
    </ul>
  );
}

/** Any path may be asked for, also one where nothing is: that there is nothing can be proven as well. */
function Ask({ folder, to }: { folder: string; to: (path: string) => string }) {
  const [path, setPath] = useState(folder);
  const navigate = useNavigate();
  const good = /^[\x21-\x7e]{1,512}$/.test(path) && !path.endsWith('/');
  return (
    <form className={css.ask} onSubmit={(e) => { e.preventDefault(); if (good) void navigate(to(path)); }}>
      <TextInput label="Any path, also one where nothing is" size="sm" value={path} onChange={(e) => setPath(e.currentTarget.value)} style={{ flex: '1 1 180px' }} classNames={{ input: 'mono' }} spellCheck={false} placeholder="meter/main" />
      <Button type="submit" size="sm" variant="default" disabled={!good}>Open</Button>
    </form>
  );
}

const tabs = ['value', 'history', 'verify'] as const;

function Value({ ledger, path, at, height, failed, again }: { ledger: string; path: string; at: number | null; height: number | undefined; failed: unknown; again: () => void }) {
  const [params, setParams] = useSearchParams();
  const tab = tabs.find((name) => name === params.get('tab')) ?? 'value';
  const value = useQuery(queries.stateValue(ledger, at, path));
  const history = useQuery(queries.stateHistory(ledger, path));
  const absent = value.error instanceof ApiProblem && value.error.status === 404;
  const dropped = value.error instanceof ApiProblem && value.error.status === 410;
  const proveAt = at ?? value.data?.block ?? height;
  return (
    <Card title={<span className="mono" style={{ overflowWrap: 'anywhere' }}>{path}</span>} note={value.data ? `As of block ${count(value.data.block)}` : undefined}>
      <Tabs value={tab} onChange={(v) => setParams((p) => { if (v && v !== 'value') p.set('tab', v); else p.delete('tab'); return p; }, { replace: true })} keepMounted={false}>
        <Tabs.List mb="md"><Tabs.Tab value="value">Value</Tabs.Tab><Tabs.Tab value="history">History{history.data ? ` (${history.data.items.length}${history.data.complete ? '' : '+'})` : ''}</Tabs.Tab><Tabs.Tab value="verify">Verify here</Tabs.Tab></Tabs.List>
        <Tabs.Panel value="value">
          {dropped ? <Empty title="The value was dropped">A retention rule of the ledger let this host forget what stood here. Its fingerprint stays in the state, so every proof of what remains holds as before.</Empty> : absent ? <Empty title="Nothing at this path">{at === null ? 'No transaction has written here, or it was deleted.' : `After block ${count(at)} nothing was here.`} “Verify here” proves it.</Empty> : <Loaded query={value}>{(v) => <Json value={v.value} />}</Loaded>}
        </Tabs.Panel>
        <Tabs.Panel value="verify">{proveAt === undefined ? failed ? <Failed error={failed} retry={again} /> : <Lines /> : <VerifyState ledger={ledger} path={path} block={proveAt} />}</Tabs.Panel>
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
                      {v.dropped ? <Badge tone="warn">dropped</Badge> : v.value === null && <Badge tone="warn">deleted</Badge>}
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
