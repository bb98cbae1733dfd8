import { expect, test } from 'vitest';
import { ascii, fromBase64Url, toBase64Url } from '../../src/verify/bytes';
import { ecJwk, parseCompact, thumbprint, verifyEs256 } from '../../src/verify/jose';

/** RFC 7515, Appendix A.3. */
const key = { kty: 'EC', crv: 'P-256', x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0' };
const jws = 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.'
  + 'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q';

test('RFC 7515 A.3 verifies', async () => {
  const parsed = parseCompact(jws);
  expect(parsed.header).toEqual({ alg: 'ES256' });
  expect(await verifyEs256(key, parsed.signature, parsed.signingInput)).toBe(true);
});

test('not with one bit of the data changed, at any place', async () => {
  const parsed = parseCompact(jws);
  for (let at = 0; at < parsed.signingInput.length; at += 7) {
    const altered = parsed.signingInput.slice();
    altered[at]! ^= 1;
    expect(await verifyEs256(key, parsed.signature, altered), `byte ${at}`).toBe(false);
  }
});

test('not with a changed or shortened signature', async () => {
  const parsed = parseCompact(jws);
  const altered = parsed.signature.slice();
  altered[10]! ^= 128;
  expect(await verifyEs256(key, altered, parsed.signingInput)).toBe(false);
  expect(await verifyEs256(key, parsed.signature.slice(0, 63), parsed.signingInput)).toBe(false);
});

test('the thumbprint is over the required members only, in RFC 7638 order', async () => {
  const canonical = `{"crv":"P-256","kty":"EC","x":"${key.x}","y":"${key.y}"}`;
  const expected = toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', ascii(canonical))));
  expect(await thumbprint(ecJwk({ y: key.y, x: key.x, kid: 'other', use: 'sig', crv: 'P-256', kty: 'EC' }))).toBe(expected);
  expect(await thumbprint(ecJwk(JSON.stringify(key)))).toBe(expected);
});

test('base64url is read strictly', () => {
  expect(toBase64Url(fromBase64Url('AAEC_-8'))).toBe('AAEC_-8');
  for (const bad of ['AAEC=', 'AA+C', 'AA/C', 'A', 'AAEC_-9', 'A A']) expect(() => fromBase64Url(bad), bad).toThrow(/base64url/);
});

test('what is no JWS or no P-256 key is told apart', () => {
  expect(() => parseCompact('a.b')).toThrow(/three parts/);
  expect(() => parseCompact('YQ.YQ.YQ')).toThrow(/header is not JSON/);
  expect(() => ecJwk({ kty: 'RSA' })).toThrow(/P-256/);
  expect(() => ecJwk(null)).toThrow(/P-256/);
});
