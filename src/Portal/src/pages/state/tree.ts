import type { StateEntry } from '../../api/types';

export interface Folder { path: string; name: string; members: number | null }
export interface Level { folders: Folder[]; entries: (StateEntry & { name: string })[] }

/** One level of the state under a prefix ("" or "meter/"): what ends here, and the next segments. */
export function levelOf(prefix: string, items: StateEntry[], folders: string[] = []): Level {
  const found = new Map<string, Folder>(folders.map((path) => [path, { path, name: path.slice(prefix.length).replace(/\/$/, ''), members: null }]));
  const entries: Level['entries'] = [];
  for (const item of items) {
    const rest = item.path.slice(prefix.length);
    const slash = rest.indexOf('/');
    if (slash < 0) { entries.push({ ...item, name: rest }); continue; }
    const path = prefix + rest.slice(0, slash + 1);
    const folder = found.get(path) ?? { path, name: rest.slice(0, slash), members: 0 };
    if (folder.members !== null) folder.members++;
    found.set(path, folder);
  }
  return { folders: [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), entries };
}

/** What a value says in a few words, for the list. */
export function gist(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  const record = value as Record<string, unknown>;
  for (const name of ['name', 'party', 'last', 'value']) if (typeof record[name] === 'string' || typeof record[name] === 'number') return String(record[name]);
  return Array.isArray(value) ? `${value.length} entries` : '';
}
