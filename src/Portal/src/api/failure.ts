import { ApiProblem } from './http';

/** A failure in words for people: what happened, what it means, and whether anything is wrong at all (an address that leads nowhere is no fault). */
export interface Failure { title: string; detail: string; calm: boolean; technical: string | null }

const arrived = /dynamically imported module|Importing a module script failed|error loading dynamically/i;

/** Nothing of a fault's inside is shown: a server says in its own words only what it gave a code, and what broke in the portal stands behind a click. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof ApiProblem)) {
    const message = error instanceof Error ? error.message : String(error);
    if (arrived.test(message)) return { title: 'The page did not arrive', detail: 'Check the connection and load it again. The portal may also have been renewed meanwhile.', calm: false, technical: null };
    // Sentences of the portal's own are plain errors; everything else is the runtime's.
    if (error instanceof Error && error.constructor === Error) return { title: 'This did not work', detail: message, calm: false, technical: null };
    return { title: 'Something went wrong in the portal', detail: 'Load the page again. If that does not help, tell whoever runs this host what stands below.', calm: false, technical: message };
  }
  const { status, title, detail, code } = error;
  if (status === 401) return { title: 'You are signed out', detail: 'Sign in again to go on.', calm: true, technical: null };
  if (status === 403) return { title: 'Not for this account', detail: detail || 'Your role does not include this. An owner of your organisation can change that.', calm: true, technical: null };
  if (status === 404) return { title: detail ? detail.replace(/'([^']*)'/g, '“$1”').replace(/\.$/, '') : 'Nothing is at this address', detail: 'The address may be mistyped, or lead to something of an organisation that you are not a member of.', calm: true, technical: null };
  if (status >= 500 && !code) return { title: 'The server could not answer', detail: `The fault is on its side (${status}), not yours. Try again in a moment; if it stays, tell whoever runs this host.`, calm: false, technical: null };
  return { title, detail, calm: status === 410, technical: null };
}
