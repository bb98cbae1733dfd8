import { Drawer, Menu, Modal, Skeleton, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { Link, Navigate, NavLink, Outlet, useLocation, useNavigate, useNavigation } from 'react-router';
import { ApiProblem, api, call } from '../api/http';
import { allowLive, closeLive, useLive, useLiveStatus, useReturn } from '../api/live';
import { queries } from '../api/queries';
import type { Session } from '../api/types';
import { Logo, MenuIcon, SearchIcon, WarningIcon } from '../components/icons';
import { Failed } from '../components/ui';
import { SearchDialog } from './SearchDialog';
import css from './shell.module.css';
import { type Shortcut, useShortcuts } from './shortcuts';

const liveText = { live: 'Live', connecting: 'Connecting…', waiting: 'Reconnecting…', off: 'Not connected' } as const;

/** Before it is known who one is, and before the first page's code is there. */
export function Starting() {
  return <div className={css.starting} role="status" aria-label="Loading"><Logo size={44} /><div className={css.progress} /></div>;
}

/** Says that the connection is gone, once that lasts, and asks for what was missed when it is back. */
function ConnectionNote() {
  const status = useLiveStatus();
  const client = useQueryClient();
  const [lasting, last] = useState(false);
  useReturn(() => { void client.invalidateQueries({}, { cancelRefetch: false }); });
  useEffect(() => {
    if (status !== 'waiting') { last(false); return undefined; }
    const timer = setTimeout(() => last(true), patience);
    return () => clearTimeout(timer);
  }, [status]);
  return <div className={css.connection} role="status" data-testid="connection" data-shown={lasting}>{lasting && <><WarningIcon size={17} />No connection to the server. What you see may be out of date; it goes on by itself.</>}</div>;
}
/** A connection that is back within this is not worth a word, ms. */
const patience = 3_000;

function LiveStatus() {
  const status = useLiveStatus();
  return <div className={css.status} role="status"><span className={css.statusDot} data-live={status} aria-hidden="true" />{liveText[status]}</div>;
}

function NavItem({ to, children, end, count }: { to: string; children: string; end?: boolean; count?: number }) {
  return <NavLink to={to} end={end} className={css.link}><span className={css.mark} aria-hidden="true" /><span className={css.linkText} title={children.length > 40 ? children : undefined}>{children}</span>{count ? <span className={css.count} aria-label={`, ${count} open`}>{count > 99 ? '99+' : count}</span> : null}</NavLink>;
}

function Navigation({ session, search, signOut }: { session: Session; search: () => void; signOut: () => void }) {
  const sites = useQuery(queries.sites());
  const alerts = useQuery(queries.openAlerts());
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const initials = session.name.split(/\s+/).map((w) => w[0]).slice(0, 2).join('').toUpperCase();
  return (
    <>
      <button type="button" className={css.search} onClick={search}><SearchIcon size={16} />Search<kbd className={css.kbd}>/</kbd></button>
      <div className={css.group}>
        <NavItem to="/" end>Overview</NavItem>
        <NavItem to="/portfolio">Portfolio</NavItem>
        <NavItem to="/alerts" count={alerts.data?.total ?? 0}>Alerts</NavItem>
      </div>
      <div className={css.group}>
        <p className={css.groupTitle} id="nav-sites">Sites</p>
        {!sites.data && (sites.error ? <button type="button" className={css.again} onClick={() => { void sites.refetch(); }}>Not loaded. Try again</button> : <Skeleton height={14} width={120} mx={12} my={13} />)}
        {sites.data?.items.map((site) => <NavItem key={site.id} to={`/sites/${site.id}`}>{site.name}</NavItem>)}
        {sites.data?.items.length === 0 && <span className={css.groupTitle}>None yet</span>}
      </div>
      <div className={css.group}>
        <p className={css.groupTitle}>Ledgers</p>
        {session.ledgers.map((ledger) => (
          <div key={ledger} className={css.group}>
            <NavItem to={`/ledgers/${ledger}`}>{ledger}</NavItem>
          </div>
        ))}
      </div>
      <div className={css.group}>
        <NavItem to="/receipts">Check a receipt</NavItem>
      </div>
      <div className={css.bottom}>
        <LiveStatus />
        <Menu position="top-start" width={220} shadow="md" radius="md">
          <Menu.Target>
            <button type="button" className={css.user}>
              <span className={css.avatar} aria-hidden="true">{initials}</span>
              <span style={{ minWidth: 0 }}><span className={css.userName} style={{ display: 'block' }}>{session.name}</span><span className={css.userNote} style={{ display: 'block' }}>{session.tenant.name} · {session.role}</span></span>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => { void navigate('/settings'); }}>Settings</Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={() => setColorScheme('light')}>Light theme</Menu.Item>
            <Menu.Item onClick={() => setColorScheme('dark')}>Dark theme</Menu.Item>
            <Menu.Item onClick={() => setColorScheme('auto')}>As the system</Menu.Item>
            <Menu.Divider />
            <Menu.Item onClick={signOut}>Sign out</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
    </>
  );
}

function Progress() {
  const navigation = useNavigation();
  return navigation.state === 'loading' ? <div className={css.progress} role="progressbar" aria-label="Loading the page" /> : null;
}

/** Pages that ask the host nothing, so that whoever has a file can use them. */
const openToAll = (path: string): boolean => path === '/receipts';

/** Somebody without an account here: what is open to all and public ledgers are shown, everything else asks to sign in. */
function Stranger({ expired }: { expired: boolean }) {
  const { pathname, search } = useLocation();
  const ledger = /^\/ledgers\/([^/]+)/.exec(pathname)?.[1];
  const readable = useQuery({ ...queries.ledger(decodeURIComponent(ledger ?? '')), enabled: ledger !== undefined, retry: false });
  if (openToAll(pathname) || readable.data) return <Visitor ledger={readable.data ? ledger : undefined} />;
  if (ledger !== undefined && readable.isPending) return <Starting />;
  return <Navigate to={`/sign-in${pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`}`} replace state={expired ? { expired } : undefined} />;
}

/** The frame for a visitor. Nothing arrives live: the hub is for those who are signed in. */
function Visitor({ ledger }: { ledger: string | undefined }) {
  const location = useLocation();
  return (
    <>
      <a href="#main" className="skip">Skip to the content</a>
      <header className={css.visitor}>
        <span className={css.brand}><Logo />SmartBlocks</span>
        {ledger && <Link to={`/ledgers/${ledger}`}>{ledger}</Link>}
        {location.pathname !== '/receipts' && <Link to="/receipts">Check a receipt</Link>}
        <Link to={`/sign-in?next=${encodeURIComponent(location.pathname)}`} className={css.signIn}>Sign in</Link>
      </header>
      <main id="main" tabIndex={-1} style={{ outline: 'none', minWidth: 0 }}><Suspense fallback={null}><Outlet /></Suspense></main>
    </>
  );
}

/** The frame around every page but sign-in: navigation, search, keyboard, session. */
export function Shell() {
  const session = useQuery(queries.session());
  const ended = session.error instanceof ApiProblem && session.error.status === 401;
  // Before any page below asks for events.
  allowLive(!ended);
  const location = useLocation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [stuck, setStuck] = useState<unknown>(null);
  const [searching, search] = useDisclosure(false);
  const [helping, help] = useDisclosure(false);
  const [menu, menuToggle] = useDisclosure(false);
  const { setColorScheme, colorScheme } = useMantineColorScheme();
  const ledger = session.data?.ledgers[0];
  const shortcuts = useMemo<Shortcut[]>(() => [
    { keys: '/', does: 'Search for anything', run: search.open },
    { keys: '?', does: 'Show these shortcuts', run: help.open },
    { keys: 'g o', does: 'Go to the overview', run: () => { void navigate('/'); } },
    { keys: 'g a', does: 'Go to the alerts', run: () => { void navigate('/alerts'); } },
    { keys: 'g l', does: 'Go to the ledger', run: () => { if (ledger) void navigate(`/ledgers/${ledger}`); } },
    { keys: 'g s', does: 'Go to the state of the ledger', run: () => { if (ledger) void navigate(`/ledgers/${ledger}/state`); } },
    { keys: 'g r', does: 'Check a receipt', run: () => { void navigate('/receipts'); } },
    { keys: 'g p', does: 'Go to your settings', run: () => { void navigate('/settings'); } },
    { keys: 't', does: 'Switch between light and dark', run: () => setColorScheme(document.documentElement.dataset.mantineColorScheme === 'dark' ? 'light' : 'dark') },
  ], [search.open, help.open, navigate, ledger, setColorScheme, colorScheme]);
  useShortcuts(shortcuts);
  // One listener for as long as the portal is open, so that changing pages does not open and close the connection.
  useLive('blockCommitted', { ledgers: session.data?.ledgers ?? [] }, () => undefined);
  useEffect(() => { menuToggle.close(); window.scrollTo(0, 0); }, [location.pathname, menuToggle.close]);

  useEffect(() => { if (ended) void closeLive(); }, [ended]);
  if (ended) return <Stranger expired={session.data !== undefined} />;
  // A server that is away for a moment does not take the page away.
  if (session.error && !session.data) {
    return <main style={{ padding: '12vh 20px', maxWidth: 560, margin: '0 auto' }}><Failed error={session.error} retry={() => { void session.refetch(); }} /></main>;
  }
  if (!session.data) return <Starting />;

  const signOut = () => {
    void (async () => {
      try {
        await call(api('/session'), { method: 'DELETE' });
      } catch (error) {
        // Whoever is signed out already need not be told; everybody else must know that the session is still there.
        if (!(error instanceof ApiProblem && error.status === 401)) { setStuck(error); return; }
      }
      await closeLive();
      client.clear();
      await navigate('/sign-in', { replace: true });
    })();
  };
  const brand = <Link to="/" className={css.brand} aria-label="SmartBlocks, to the overview"><Logo />SmartBlocks</Link>;
  return (
    <div className={css.frame}>
      <a href="#main" className="skip">Skip to the content</a>
      <Progress />
      <nav className={css.nav} aria-label="Main">
        {brand}
        <Navigation session={session.data} search={search.open} signOut={signOut} />
      </nav>
      <header className={`${css.topbar} topbar`}>
        {brand}
        <button type="button" className={css.iconButton} aria-label="Search" onClick={search.open}><SearchIcon size={20} /></button>
        <button type="button" className={css.iconButton} aria-label="Menu" aria-expanded={menu} onClick={menuToggle.open}><MenuIcon size={20} /></button>
      </header>
      <main id="main" tabIndex={-1} style={{ outline: 'none', minWidth: 0 }}>
        <Suspense fallback={null}><Outlet context={session.data} /></Suspense>
      </main>
      <Drawer opened={menu} onClose={menuToggle.close} position="right" size={300} title="Menu" closeButtonProps={{ 'aria-label': 'Close the menu' }}>
        <nav className={css.drawerNav} aria-label="Main"><Navigation session={session.data} search={() => { menuToggle.close(); search.open(); }} signOut={signOut} /></nav>
      </Drawer>
      <ConnectionNote />
      <Modal opened={stuck !== null} onClose={() => setStuck(null)} title="You are still signed in" closeButtonProps={{ 'aria-label': 'Close' }} radius={14} centered>
        <Failed error={stuck} retry={() => { setStuck(null); signOut(); }} />
      </Modal>
      <SearchDialog opened={searching} close={search.close} />
      <Modal opened={helping} onClose={help.close} title="Keyboard shortcuts" closeButtonProps={{ 'aria-label': 'Close' }} radius={14} centered>
        <dl className={css.keys}>
          {shortcuts.map((s) => <div key={s.keys} style={{ display: 'contents' }}><dt>{s.keys.split(' ').map((k) => <kbd key={k} className={css.kbd}>{k}</kbd>)}</dt><dd>{s.does}</dd></div>)}
        </dl>
      </Modal>
    </div>
  );
}
