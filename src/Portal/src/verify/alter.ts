const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A copy of a compact JWS with one character in the middle of its payload changed, and where (counted from 1). */
export function alterOneByte(jws: string): { jws: string; position: number } {
  const start = jws.indexOf('.') + 1;
  const end = jws.indexOf('.', start);
  const at = start + Math.floor((end - start) / 2);
  const changed = alphabet[(alphabet.indexOf(jws[at]!) + 1) % 64]!;
  return { jws: jws.slice(0, at) + changed + jws.slice(at + 1), position: at + 1 };
}
