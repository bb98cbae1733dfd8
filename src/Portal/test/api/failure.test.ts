import { describe, expect, test } from 'vitest';
import { failureOf } from '../../src/api/failure';
import { ApiProblem } from '../../src/api/http';

describe('what a failure says', () => {
  test('a fault of the server is its own, and nothing of its inside is shown', () => {
    const said = failureOf(new ApiProblem(500, 'An error occurred while processing your request.', 'NullReferenceException at SmartBlocks.Secret.Place()'));
    expect(said).toMatchObject({ title: 'The server could not answer', calm: false, technical: null });
    expect(JSON.stringify(said)).not.toMatch(/Secret|Exception/);
    expect(said.detail).toContain('(500)');
  });

  test('what the server says on purpose, with a code, is passed on', () => {
    expect(failureOf(new ApiProblem(503, 'Service Unavailable', 'The ledger waits for validators.', 'ledger.waiting'))).toMatchObject({ title: 'Service Unavailable', detail: 'The ledger waits for validators.' });
  });

  test('an address that leads nowhere, and what is not for this account, are no faults', () => {
    expect(failureOf(new ApiProblem(404, 'Not Found', "There is no site 'nothing'.", 'site.unknown'))).toMatchObject({ title: 'There is no site “nothing”', calm: true });
    expect(failureOf(new ApiProblem(404, 'Not Found', ''))).toMatchObject({ title: 'Nothing is at this address', calm: true });
    expect(failureOf(new ApiProblem(403, 'Forbidden', 'Only an owner may.'))).toMatchObject({ title: 'Not for this account', detail: 'Only an owner may.', calm: true });
    expect(failureOf(new ApiProblem(401, 'Unauthorized', ''))).toMatchObject({ title: 'You are signed out', calm: true });
  });

  test('no network, a page whose code is gone, the portal’s own sentences, and its own faults', () => {
    expect(failureOf(new ApiProblem(0, 'The server cannot be reached', 'Check the connection.')).title).toBe('The server cannot be reached');
    expect(failureOf(new TypeError('Failed to fetch dynamically imported module: http://host/assets/x.js'))).toMatchObject({ title: 'The page did not arrive', technical: null });
    expect(failureOf(new Error('The ledger gave no receipt for this transaction.')).detail).toBe('The ledger gave no receipt for this transaction.');
    const broken = failureOf(new TypeError('Cannot read properties of undefined'));
    expect(broken.detail).not.toContain('undefined');
    expect(broken.technical).toBe('Cannot read properties of undefined');
  });
});
