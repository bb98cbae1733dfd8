import type { StateEntry } from '../../api/types';

export interface Folder { path: string; name: string }
export interface Level { folders: Folder[]; entries: (StateEntry & { name: string })[] }

/** One level of the state under a prefix ("" or "meter/"): the values that end here, and the folders below. Pages may repeat a folder. */
export function levelOf(prefix: string, items: StateEntry[], folders: string[]): Level {
  return {
    folders: [...new Set(folders)].sort().map((path) => ({ path, name: path.slice(prefix.length).replace(/\/$/, '') })),
    entries: items.map((item) => ({ ...item, name: item.path.slice(prefix.length) })),
  };
}

/** What a value says in a few words, for the list. */
export function gist(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  const record = value as Record<string, unknown>;
  for (const name of ['name', 'party', 'last', 'value']) if (typeof record[name] === 'string' || typeof record[name] === 'number') return String(record[name]);
  return Array.isArray(value) ? `${value.length} entries` : '';
}
