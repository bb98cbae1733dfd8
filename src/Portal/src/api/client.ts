import createClient from 'openapi-fetch';
import { call } from './http';
import type { paths } from './schema';

/** The API's client, checked against its document at build time. Failed answers are thrown as ApiProblem, so `data` is always there. */
const client = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? '' : location.origin,
  fetch: (request) => call(request),
  // A state path keeps its slashes; everything else is encoded whole.
  pathSerializer: (path, values) => path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String((values as Record<string, unknown>)[name]);
    return name === 'path' ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value);
  }),
});

export const GET = client.GET;

/** The body of an answer, in the portal's own narrower types where they are. */
export async function body<T>(answer: Promise<{ data?: unknown }>): Promise<T> {
  return (await answer).data as T;
}
