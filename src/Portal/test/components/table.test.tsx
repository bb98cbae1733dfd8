import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { cleanup } from '@testing-library/react';
import { DataTable } from '../../src/components/DataTable';
import { Loaded } from '../../src/components/ui';
import { ApiProblem } from '../../src/api/http';

beforeAll(() => vi.stubGlobal('matchMedia', (media: string) => ({ matches: false, media, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined })));
afterEach(cleanup);

const rows = (n: number) => Array.from({ length: n }, (_, i) => ({ name: i === 150 ? 'Zähler für Überlandleitung' : `Meter ${i}` }));
const table = (n: number) => render(<MantineProvider><DataTable columns={[{ id: 'name', header: 'Name', value: (r) => r.name }]} rows={rows(n)} rowKey={(r) => r.name} caption="Meters" find={(r) => r.name} /></MantineProvider>);
const shown = () => within(screen.getByRole('table')).getAllByRole('row').length - 1;

test('a table of many rows shows some, more when asked, and finds any by its name', () => {
  table(200);
  expect(shown()).toBe(50);
  fireEvent.click(screen.getByRole('button', { name: 'Show more' }));
  expect(shown()).toBe(200);
  fireEvent.change(screen.getByRole('searchbox', { name: 'Filter: Meters' }), { target: { value: 'überland' } });
  expect(shown()).toBe(1);
  expect(screen.getByRole('status').textContent).toBe('1 of 200');
});

test('a table of few rows has no filter in the way', () => {
  table(12);
  expect(shown()).toBe(12);
  expect(screen.queryByRole('searchbox')).toBeNull();
});

test('what failed stays on the page while it is asked for again, and goes when there is data', () => {
  const query = { data: undefined as string | undefined, error: new ApiProblem(500, 'x', '') as unknown, isPending: false, isFetching: false, refetch: vi.fn() };
  const view = () => <MantineProvider><Loaded query={query}>{(text) => <p>{text}</p>}</Loaded></MantineProvider>;
  const { rerender } = render(view());
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(query.refetch).toHaveBeenCalledOnce();
  Object.assign(query, { error: null, isPending: true, isFetching: true });
  rerender(view());
  expect(screen.getByRole('alert').textContent).toContain('The server could not answer');
  expect(screen.queryByLabelText('Loading')).toBeNull();
  Object.assign(query, { data: 'here it is', isPending: false, isFetching: false });
  rerender(view());
  expect(screen.queryByRole('alert')).toBeNull();
  expect(screen.getByText('here it is')).toBeTruthy();
});
