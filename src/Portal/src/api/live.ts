import type { HubConnection } from '@microsoft/signalr';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Alert, BlockCommitted, MeterSilent, ReadingAccepted } from './types';

/** The live hub, shared by every page: one connection, opened when something first listens, re-opened for ever. */
export interface LiveEvents { blockCommitted: BlockCommitted; readingAccepted: ReadingAccepted; meterSilent: MeterSilent; meterBack: MeterSilent; alertRaised: Alert; alertCleared: Alert }
export type LiveStatus = 'off' | 'connecting' | 'live' | 'waiting';
export interface Interest { ledgers?: string[]; sites?: string[]; meters?: string[] }

const names = ['blockCommitted', 'readingAccepted', 'meterSilent', 'meterBack', 'alertRaised', 'alertCleared'] as const;
const handlers: { [K in keyof LiveEvents]: Set<(event: LiveEvents[K]) => void> } = {
  blockCommitted: new Set(), readingAccepted: new Set(), meterSilent: new Set(), meterBack: new Set(), alertRaised: new Set(), alertCleared: new Set(),
};
const watched = new Map<string, number>();
const statusListeners = new Set<() => void>();
let status: LiveStatus = 'off';
let connection: HubConnection | null = null;
let opening: Promise<void> | null = null;
let allowed = true;

/** The hub is for those who are signed in: for a visitor nothing is opened, and pages are as of when they were loaded. */
export function allowLive(signedIn: boolean): void {
  allowed = signedIn;
}

const returnListeners = new Set<() => void>();

function setStatus(next: LiveStatus): void {
  const returned = status === 'waiting' && next === 'live';
  status = next;
  if (returned) for (const listener of returnListeners) listener();
  for (const listener of statusListeners) listener();
}

const interestOf = (keys: Iterable<string>): Required<Interest> => {
  const all: Required<Interest> = { ledgers: [], sites: [], meters: [] };
  for (const key of keys) {
    const at = key.indexOf(':');
    all[key.slice(0, at) as keyof Interest]!.push(key.slice(at + 1));
  }
  return all;
};

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function open(): Promise<void> {
  const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
  const made = new HubConnectionBuilder().withUrl('/live').configureLogging(LogLevel.None)
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount }) => Math.min(30_000, 500 * 2 ** previousRetryCount) }).build();
  for (const name of names) made.on(name, (event: never) => { for (const handler of [...handlers[name]]) handler(event); });
  const connected = () => made.state === 'Connected';
  // The hub takes all or nothing: what it refuses (a page of something that is not there) must not keep the rest from being watched.
  const watchAll = async () => {
    try {
      await made.invoke('Watch', interestOf(watched.keys()));
    } catch (error) {
      if (!connected()) throw error;
      for (const key of [...watched.keys()]) await made.invoke('Watch', interestOf([key])).catch((refused: unknown) => { if (!connected()) throw refused; });
    }
  };
  made.onreconnecting(() => setStatus('waiting'));
  // Lost once more while it asks: then onreconnecting has spoken, and this comes again.
  made.onreconnected(() => { void watchAll().then(() => setStatus('live'), () => undefined); });
  made.onclose(() => setStatus('off'));
  connection = made;
  setStatus('connecting');
  for (let attempt = 0; connection === made; attempt++) {
    try {
      await made.start();
      await watchAll();
      setStatus('live');
      return;
    } catch {
      setStatus('waiting');
      await wait(Math.min(30_000, 500 * 2 ** attempt));
    }
  }
}

/** Signing out closes the connection; the next page that listens opens a new one. */
export async function closeLive(): Promise<void> {
  const was = connection;
  connection = null;
  opening = null;
  await was?.stop();
  setStatus('off');
}

function watch(keys: string[]): () => void {
  const fresh = keys.filter((key) => { watched.set(key, (watched.get(key) ?? 0) + 1); return watched.get(key) === 1; });
  if (allowed) opening ??= open();
  if (fresh.length && connection?.state === 'Connected') void connection.invoke('Watch', interestOf(fresh)).catch(() => undefined);
  return () => {
    const gone = keys.filter((key) => {
      const left = (watched.get(key) ?? 1) - 1;
      if (left > 0) watched.set(key, left); else watched.delete(key);
      return left <= 0;
    });
    if (gone.length && connection?.state === 'Connected') void connection.invoke('Unwatch', interestOf(gone)).catch(() => undefined);
  };
}

/** Calls `handler` for every such event within `interest`, as long as the component is shown. */
export function useLive<K extends keyof LiveEvents>(name: K, interest: Interest, handler: (event: LiveEvents[K]) => void): void {
  const current = useRef(handler);
  useEffect(() => { current.current = handler; });
  const keys = JSON.stringify(Object.entries(interest).flatMap(([kind, ids]) => (ids as string[] | undefined ?? []).map((id) => `${kind}:${id}`)).sort());
  useEffect(() => {
    const listed = JSON.parse(keys) as string[];
    if (listed.length === 0) return undefined;
    const listener = (event: LiveEvents[K]) => current.current(event);
    handlers[name].add(listener);
    const unwatch = watch(listed);
    return () => { handlers[name].delete(listener); unwatch(); };
  }, [name, keys]);
}

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore((listener) => { statusListeners.add(listener); return () => statusListeners.delete(listener); }, () => status);
}

/** Calls `handler` when the hub is back after it was lost: what happened in between was not told, and is asked for. */
export function useReturn(handler: () => void): void {
  const current = useRef(handler);
  useEffect(() => { current.current = handler; });
  useEffect(() => {
    const listener = () => current.current();
    returnListeners.add(listener);
    return () => { returnListeners.delete(listener); };
  }, []);
}
