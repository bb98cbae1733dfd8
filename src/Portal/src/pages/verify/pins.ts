import { useSyncExternalStore } from 'react';
import { loadPins, type Pin, savePin } from '../../verify/trust';

/** The pins of this browser, the same on every page and in every tab. */
let pins: Pin[] | null = null;
const listeners = new Set<() => void>();
const told = () => { for (const listener of listeners) listener(); };
const current = (): Pin[] => (pins ??= loadPins());

function listen(listener: () => void): () => void {
  listeners.add(listener);
  const other = (e: StorageEvent) => { if (e.key === null || e.key === 'smartblocks-pins') { pins = null; told(); } };
  window.addEventListener('storage', other);
  return () => { listeners.delete(listener); window.removeEventListener('storage', other); };
}

export function usePins(): Pin[] {
  return useSyncExternalStore(listen, current);
}

export function setPin(pin: Pin): void {
  pins = savePin(pin);
  told();
}
