import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

let printing = false;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => { listeners.add(listener); return () => { listeners.delete(listener); }; };

/** Whether the page is on its way to paper. */
export const isPrinting = () => printing;
export const usePrinting = () => useSyncExternalStore(subscribe, isPrinting);

/** Paper is white: while the page is printed, by whatever means, the light theme's colours hold, also in charts, which are drawn anew before the page is taken. */
export function printLight(): void {
  const root = document.documentElement;
  let scheme: string | undefined;
  const tell = (now: boolean) => { printing = now; flushSync(() => listeners.forEach((listener) => listener())); };
  addEventListener('beforeprint', () => { scheme = root.dataset.mantineColorScheme; root.dataset.mantineColorScheme = 'light'; tell(true); });
  addEventListener('afterprint', () => { if (scheme) root.dataset.mantineColorScheme = scheme; tell(false); });
}
