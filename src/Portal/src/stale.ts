const key = 'smartblocks-reloaded';

/**
 * A tab that was open while the host got a new release asks for code that is no longer there: the page is loaded again, once. When that does
 * not help, the error shows as any other.
 */
export function reloadWhenStale(target: EventTarget = window, store: Pick<Storage, 'getItem' | 'setItem'> = sessionStorage, reload: () => void = () => location.reload(), now: () => number = Date.now): void {
  target.addEventListener('vite:preloadError', (event) => {
    const last = Number(store.getItem(key) ?? 0);
    if (now() - last < 60_000) return;
    store.setItem(key, String(now()));
    event.preventDefault();
    reload();
  });
}
