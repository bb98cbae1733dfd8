import { expect, test } from 'vitest';
import { reloadWhenStale } from '../src/stale';

test('code of an older release that is gone reloads the page once, and not for ever', () => {
  const target = new EventTarget();
  const kept = new Map<string, string>();
  let now = 1_000_000;
  let reloads = 0;
  reloadWhenStale(target, { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => { kept.set(k, v); } }, () => { reloads++; }, () => now);
  const happen = () => { const event = new Event('vite:preloadError', { cancelable: true }); target.dispatchEvent(event); return event.defaultPrevented; };
  expect([happen(), reloads]).toEqual([true, 1]);
  now += 5_000;
  expect([happen(), reloads]).toEqual([false, 1]);
  now += 3_600_000;
  expect([happen(), reloads]).toEqual([true, 2]);
});
