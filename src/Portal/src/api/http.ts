/** A problem (RFC 9457) as the API answers it, or what the network did instead. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly code: string | null = null,
    readonly body: Record<string, unknown> = {},
  ) {
    super(detail || title);
    this.name = 'ApiProblem';
  }
}

const unreachable = () => new ApiProblem(0, 'The server cannot be reached', 'Check the connection; the portal keeps what it has and tries again when you ask.');

/** Turns a failed answer into an ApiProblem, whatever its body is. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body = await response.json().catch(() => ({})) as Record<string, unknown>;
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] as string : '');
  return new ApiProblem(response.status, text('title') || `The server answered ${response.status}`, text('detail'), text('code') || null, body);
}

/** Every call of the portal: cookie session, the header that proves it is no foreign form, problems as exceptions. */
export async function call(target: string | Request, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  const headers = new Headers(target instanceof Request ? target.headers : init.headers);
  headers.set('X-SmartBlocks', '1');
  if (!headers.has('Accept')) headers.set('Accept', 'application/json');
  try {
    response = await fetch(target, { credentials: 'same-origin', ...init, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

/** Builds `/api/v1/…` with its query, leaving out what is null or empty. Path segments are the caller's to encode (`segment`). */
export function api(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `/api/v1${path}${text ? `?${text}` : ''}`;
}

export const segment = (text: string | number): string => encodeURIComponent(String(text));
