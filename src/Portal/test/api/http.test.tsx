import { renderHook } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiProblem, api, call } from '../../src/api/http';
import { safeNext } from '../../src/pages/SignInPage';
import { useShortcuts } from '../../src/shell/shortcuts';

afterEach(() => vi.unstubAllGlobals());

test('addresses leave out what is not asked for', () => {
  expect(api('/x', { a: 1, b: null, c: '', d: undefined, e: 'ä b' })).toBe('/api/v1/x?a=1&e=%C3%A4+b');
  expect(api('/x')).toBe('/api/v1/x');
});

test('problems keep title, detail, code and what else was said', async () => {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ title: 'No', detail: 'Because', code: 'meter.unknown', demo: { email: 'a' } }), { status: 404 }));
  await expect(call('/x')).rejects.toMatchObject({ status: 404, title: 'No', message: 'Because', code: 'meter.unknown', body: { demo: { email: 'a' } } });
});

test('an answer that is no JSON and a network that fails are problems too', async () => {
  vi.stubGlobal('fetch', async () => new Response('<html>', { status: 502 }));
  await expect(call('/x')).rejects.toMatchObject({ status: 502, title: 'The server answered 502' });
  vi.stubGlobal('fetch', async () => { throw new TypeError('failed'); });
  await expect(call('/x')).rejects.toBeInstanceOf(ApiProblem);
});

test('every call says it is the portal', async () => {
  const fetched = vi.fn(async (_: string, __?: RequestInit) => new Response('{}'));
  vi.stubGlobal('fetch', fetched);
  await call('/x');
  expect(new Headers(fetched.mock.calls[0]![1]!.headers).get('X-SmartBlocks')).toBe('1');
});

test('after signing in one stays on this portal', () => {
  expect(['/sites/a?x=1', '//evil.example', '/\\evil.example', 'https://evil.example', null].map(safeNext)).toEqual(['/sites/a?x=1', '/', '/', '/', '/']);
});

test('shortcuts: keys, sequences, and silence while typing', () => {
  const seen: string[] = [];
  renderHook(() => useShortcuts([{ keys: '/', does: '', run: () => seen.push('/') }, { keys: 'g o', does: '', run: () => seen.push('g o') }]));
  const press = (key: string, target: EventTarget = window) => target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  press('/'); press('g'); press('o'); press('o');
  const input = document.body.appendChild(document.createElement('input'));
  press('/', input);
  expect(seen).toEqual(['/', 'g o']);
});
