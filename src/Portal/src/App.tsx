import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { ApiProblem } from './api/http';
import { RouteFailed } from './pages/RouteFailed';
import { Shell, Starting } from './shell/Shell';
import { cspNonce, cssVariables, schemeKey, theme } from './theme/theme';

setNonce(cspNonce());

const client: QueryClient = new QueryClient({
  // A session that has run out shows first at whatever is asked next: then it is asked who one is, and the frame leads to the sign-in page.
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (error instanceof ApiProblem && error.status === 401 && query.queryKey[0] !== 'session') void client.invalidateQueries({ queryKey: ['session'] });
    },
  }),
  defaultOptions: {
    queries: {
      refetchOnWindowFocus: false,
      // Asked for although the browser believes that there is no network: then a page says so, instead of waiting without a word.
      networkMode: 'always',
      refetchOnReconnect: true,
      // What the server refused it refuses again; only what did not arrive is asked for once more.
      retry: (failures, error) => failures < 2 && (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 500),
      retryDelay: (n) => 400 * 2 ** n,
    },
  },
});

const page = <K extends string>(load: () => Promise<Record<K, React.ComponentType>>, name: K) => async () => ({ Component: (await load())[name] });
const explorer = page(() => import('./pages/ledger/LedgerPage'), 'LedgerPage');
const state = page(() => import('./pages/state/StatePage'), 'StatePage');

const router = createBrowserRouter([
  { path: '/sign-in', lazy: page(() => import('./pages/SignInPage'), 'SignInPage'), errorElement: <RouteFailed />, hydrateFallbackElement: <Starting /> },
  {
    path: '/', element: <Shell />, errorElement: <RouteFailed />, hydrateFallbackElement: <Starting />,
    children: [
      {
        errorElement: <RouteFailed />,
        children: [
          { index: true, lazy: page(() => import('./pages/overview/OverviewPage'), 'OverviewPage') },
          { path: 'sites/:site', lazy: page(() => import('./pages/site/SitePage'), 'SitePage') },
          { path: 'sites/:site/meters/:meter', lazy: page(() => import('./pages/meter/MeterPage'), 'MeterPage') },
          { path: 'sites/:site/meters/:meter/baselines/:baseline', lazy: page(() => import('./pages/baseline/BaselinePage'), 'BaselinePage') },
          { path: 'alerts', lazy: page(() => import('./pages/alerts/AlertsPage'), 'AlertsPage') },
          { path: 'portfolio', lazy: page(() => import('./pages/portfolio/PortfolioPage'), 'PortfolioPage') },
          { path: 'ledgers/:ledger', lazy: explorer },
          { path: 'ledgers/:ledger/blocks/:block', lazy: explorer },
          { path: 'ledgers/:ledger/batches/:batch', lazy: page(() => import('./pages/ledger/BatchPage'), 'BatchPage') },
          { path: 'ledgers/:ledger/transactions/:transaction', lazy: page(() => import('./pages/ledger/TransactionPage'), 'TransactionPage') },
          { path: 'ledgers/:ledger/state/*', lazy: state },
          { path: 'ledgers/:ledger/validators', lazy: page(() => import('./pages/validators/ValidatorsPage'), 'ValidatorsPage') },
          { path: 'ledgers/:ledger/log', lazy: page(() => import('./pages/log/LogPage'), 'LogPage') },
          { path: 'ledgers/:ledger/settings', lazy: page(() => import('./pages/history/SettingsHistoryPage'), 'SettingsHistoryPage') },
          { path: 'receipts', lazy: page(() => import('./pages/receipts/ReceiptsPage'), 'ReceiptsPage') },
          { path: 'ledgers/:ledger/members', lazy: page(() => import('./pages/governance/MembersPage'), 'MembersPage') },
          { path: 'ledgers/:ledger/governance', lazy: page(() => import('./pages/governance/GovernancePage'), 'GovernancePage') },
          { path: 'search', lazy: page(() => import('./pages/SearchPage'), 'SearchPage') },
          { path: 'settings', lazy: page(() => import('./pages/SettingsPage'), 'SettingsPage') },
          { path: '*', lazy: page(() => import('./pages/NotFoundPage'), 'NotFoundPage') },
        ],
      },
    ],
  },
]);

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" colorSchemeManager={localStorageColorSchemeManager({ key: schemeKey })} getStyleNonce={cspNonce}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
