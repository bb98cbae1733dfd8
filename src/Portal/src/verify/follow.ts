import type { JwsGeneral, StateReceipt } from '../api/types';
import { blockId, checkCertificate, readBlock } from './block';
import { ecJwk, thumbprint } from './jose';
import { verifyState } from './stateReceipt';

/** Where the pieces come from. It may say what it likes: each piece is checked. */
export interface LedgerSource {
  firstBlock: () => Promise<JwsGeneral>;
  /** Heights at which `settings/validators` changed. */
  validatorChanges: () => Promise<number[]>;
  /** State receipt of `settings/validators` after a block. */
  validatorsAfter: (block: number) => Promise<StateReceipt>;
}

export interface Followed { validators: string[]; changes: number }

const path = 'settings/validators';
const sameSet = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((x) => b.includes(x));

/**
 * Which keys may certify the block at a height, from the id of block 0 alone: the genesis block says who began, and each change of
 * `settings/validators` is proven by a state receipt of the block that made it, certified by those who were validators before. A source that
 * leaves a change out or invents one does not get further than the last true one. Throws with a reason.
 */
export async function followValidators(genesis: string, height: number, source: LedgerSource): Promise<Followed> {
  const first = await source.firstBlock();
  const begun = readBlock(first);
  if (await blockId(first) !== genesis || begun.number !== 0) throw new Error('The first block that the server shows is not the one you pinned.');
  const certificate = await checkCertificate(first, begun);
  if (!certificate.step.ok) throw new Error(certificate.step.explanation);
  let validators = begun.validators;
  const changes = [...new Set(await source.validatorChanges())].filter((b) => b > 0 && b < height).sort((a, b) => a - b);
  for (const block of changes) {
    const verdict = await verifyState(await source.validatorsAfter(block), { ledger: begun.ledger, path, block });
    if (!verdict.ok) throw new Error(verdict.sentence);
    if (!sameSet(verdict.seal!.validators.map((v) => v.kid), validators)) throw new Error(`Block ${block}, which changed the validators, is not certified by the ones before.`);
    const value = verdict.subject?.kind === 'state' ? verdict.subject.value : null;
    validators = await Promise.all((JSON.parse(value ?? '[]') as unknown[]).map(async (jwk) => thumbprint(ecJwk(jwk))));
  }
  return { validators, changes: changes.length };
}
