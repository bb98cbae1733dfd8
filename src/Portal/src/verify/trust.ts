import { ecJwk, thumbprint } from './jose';
import { readWitnessKey } from './note';
import { isDigest } from './block';
import type { Seal } from './verdict';

/** What a visitor holds to be true of a ledger from elsewhere (a contract, paper, a colleague). Kept in this browser alone. */
export interface Pin {
  ledger: string;
  /** Id of block 0, or null when only keys are known. */
  genesis: string | null;
  /** Ids of the keys that may certify its blocks. */
  validators: string[];
  /** Witnesses' verifier keys. */
  witnesses: string[];
  /** When it was written down here, ISO 8601. */
  at: string;
}

/**
 * `pinned`: the validators are those of the pin. `followed`: they follow from the pinned genesis block. `differs`: the pin says otherwise.
 * `open`: nothing is pinned, so the reader has to compare.
 */
export interface Trust { state: 'pinned' | 'followed' | 'differs' | 'open'; sentence: string; strangers: string[] }

const sameSet = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((x) => b.includes(x));

/** Holds what certified a file against what the visitor pinned. `followed` are the keys that follow from the pinned genesis, where that was computed. */
export function judge(seal: Seal, pins: readonly Pin[], followed: readonly string[] | null = null): Trust {
  const kids = seal.validators.map((v) => v.kid);
  const pin = pins.find((p) => p.ledger === seal.ledger);
  const many = kids.length === 1 ? 'this key is' : 'these keys are';
  if (!pin || (pin.validators.length === 0 && pin.genesis === null)) {
    return { state: 'open', strangers: [], sentence: `That ${many} really of the ledger's validators, the file cannot say of itself. Compare them with what you have from elsewhere, then pin them here.` };
  }
  if (pin.genesis && seal.genesis && pin.genesis !== seal.genesis) {
    return { state: 'differs', strangers: [], sentence: `The file belongs to another ledger of the same name: its first block is ${seal.genesis}, yours ${pin.genesis}.` };
  }
  const covers = (known: readonly string[]) => (seal.complete ? sameSet(kids, known) : kids.length > 0 && kids.every((k) => known.includes(k)));
  if (pin.validators.length > 0 && covers(pin.validators)) return { state: 'pinned', strangers: [], sentence: `The validators are the ones you pinned for ${seal.ledger}.` };
  if (followed && covers(followed)) return { state: 'followed', strangers: [], sentence: `The validators follow from the first block you pinned for ${seal.ledger}: every change of theirs was certified by the ones before.` };
  const known = [...pin.validators, ...(followed ?? [])];
  if (known.length === 0) return { state: 'open', strangers: [], sentence: `You pinned the first block of ${seal.ledger}. Which keys follow from it was not computed here; compare them, or open the file where the ledger is served.` };
  const strangers = kids.filter((k) => !known.includes(k));
  return {
    state: 'differs', strangers,
    sentence: strangers.length > 0 ? `${strangers.length === 1 ? 'One of the validators is' : `${strangers.length} of the validators are`} not among those you pinned for ${seal.ledger}: another ledger by the same name, or its validators changed since.`
      : `The validators are only some of those you pinned for ${seal.ledger}: another ledger by the same name, or its validators changed since.`,
  };
}

const keyId = (word: string): boolean => isDigest(word);

/** What a visitor wrote into the field for pins: key ids, JWKs, witness keys, and the genesis id where it stands after "genesis". */
export async function readPins(text: string): Promise<{ validators: string[]; witnesses: string[]; genesis: string | null }> {
  const validators = new Set<string>();
  const witnesses: string[] = [];
  let genesis: string | null = null;
  let rest = text;
  for (const jwk of text.match(/\{[^{}]*"kty"[^{}]*\}/g) ?? []) {
    validators.add(await thumbprint(ecJwk(jwk)));
    rest = rest.replace(jwk, ' ');
  }
  let before = '';
  for (const word of rest.split(/[\s,;"'[\]{}:]+/).filter(Boolean)) {
    const origin = /^smartblocks\/[a-z0-9-]+\/([A-Za-z0-9_-]{43})$/.exec(word)?.[1];
    if (origin) genesis = origin;
    else if (word.includes('+')) { await readWitnessKey(word); witnesses.push(word); }
    else if (keyId(word)) {
      if (/^genesis|^block-?0$/i.test(before)) genesis = word; else validators.add(word);
    } else if (word.length > 30) throw new Error(`“${word.slice(0, 20)}…” is neither a key id (43 characters of base64url) nor a witness key.`);
    before = word;
  }
  if (validators.size + witnesses.length === 0 && genesis === null) throw new Error('There is no key id in it: 43 characters of A–Z, a–z, 0–9, - and _.');
  return { validators: [...validators], witnesses, genesis };
}

const key = 'smartblocks-pins';

/** The pins of this browser; what is unreadable counts as none. */
export function loadPins(store: Pick<Storage, 'getItem'> = localStorage): Pin[] {
  try {
    const pins = JSON.parse(store.getItem(key) ?? '[]') as Pin[];
    return pins.filter((p) => typeof p.ledger === 'string' && Array.isArray(p.validators) && p.validators.every(isDigest) && Array.isArray(p.witnesses) && (p.genesis === null || isDigest(p.genesis)));
  } catch {
    return [];
  }
}

/** Replaces a ledger's pin, or takes it away when there is nothing left in it. Returns all pins. */
export function savePin(pin: Pin, store: Pick<Storage, 'getItem' | 'setItem'> = localStorage): Pin[] {
  const empty = pin.validators.length + pin.witnesses.length === 0 && pin.genesis === null;
  const pins = [...loadPins(store).filter((p) => p.ledger !== pin.ledger), ...(empty ? [] : [pin])];
  store.setItem(key, JSON.stringify(pins));
  return pins;
}
