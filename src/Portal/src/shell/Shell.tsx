import { Drawer, Menu, Modal, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useMemo } from 'react';
import { Link, Navigate, NavLink, Outlet, useLocation, useNavigate, useNavigation } from 'react-router';
import { ApiProblem, api, call } from '../api/http';
import { allowLive, closeLive, useLive, useLiveStatus } from '../api/live';
import { queries } from '../api/queries';
import type { Session } from '../api/types';
import { Logo, MenuIcon, SearchIcon } from '../components/icons';
import { Failed } from '../components/ui';
import { SearchDialog } from './SearchDialog';
import css from './shell.module.css';
import { type Shortcut, useShortcuts } from './shortcuts';

const liveText = { live: 'Live', connecting: 'Connecting…', waiting: 'Reconnecting…', off: 'Not connected' } as const;

function LiveStatus() {
  const status = useLiveStatus();
  return <div className={css.status} role="status"><span className={css.statusDot} data-live={status} aria-hidden="true" />{liveText[status]}</div>;
}

function NavItem({ to, children, end, count }: { to: string; children: string; end?: boolean; count?: number }) {
  return <NavLink to={to} end={end} className={css.link}><span className={css.mark} aria-hidden="true" />{children}{count ? <span className={css.count} aria-label={`, ${count} open`}>{count > 99 ? '99+' : count}</span> : null}</NavLink>;
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
function Stranger() {
  const { pathname, search } = useLocation();
  const ledger = /^\/ledgers\/([^/]+)/.exec(pathname)?.[1];
  const readable = useQuery({ ...queries.ledger(decodeURIComponent(ledger ?? '')), enabled: ledger !== undefined, retry: false });
  if (openToAll(pathname) || readable.data) return <Visitor ledger={readable.data ? ledger : undefined} />;
  if (ledger !== undefined && readable.isPending) return null;
  return <Navigate to={`/sign-in${pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`}`} replace />;
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
  // Before any page below asks for events.
  allowLive(!session.error);
  const location = useLocation();
  const navigate = useNavigate();
  const client = useQueryClient();
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

  if (session.error) {
    if (session.error instanceof ApiProblem && session.error.status === 401) return <Stranger />;
    return <main style={{ padding: '12vh 20px', maxWidth: 560, margin: '0 auto' }}><Failed error={session.error} retry={() => { void session.refetch(); }} /></main>;
  }
  if (!session.data) return null;

  const signOut = () => {
    void (async () => {
      await call(api('/session'), { method: 'DELETE' }).catch(() => undefined);
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
      <SearchDialog opened={searching} close={search.close} />
      <Modal opened={helping} onClose={help.close} title="Keyboard shortcuts" closeButtonProps={{ 'aria-label': 'Close' }} radius={14} centered>
        <dl className={css.keys}>
          {shortcuts.map((s) => <div key={s.keys} style={{ display: 'contents' }}><dt>{s.keys.split(' ').map((k) => <kbd key={k} className={css.kbd}>{k}</kbd>)}</dt><dd>{s.does}</dd></div>)}
        </dl>
      </Modal>
    </div>
  );
}
