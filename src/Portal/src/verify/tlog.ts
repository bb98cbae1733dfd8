import { fromBase64, noteSigner, readCheckpoint, readNote, cosignedAt, type Checkpoint, type SignedNote, type WitnessKey } from './note';
import { type Bytes, toBase64Url } from './bytes';
import { climbJoins } from './merkle';
import { checkTransaction, historyWay } from './receipt';
import { type Seal, Steps, type Verdict, words } from './verdict';
import type { Way } from './way';

export const tlogFormat = 'c2sp.org/tlog-proof@v1';

export interface TlogProof { entry: Bytes | null; index: number; path: Bytes[]; note: SignedNote; checkpoint: Checkpoint }

/** Takes a C2SP tlog-proof apart. Throws with a reason when it is none. */
export function readTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  const [first, ...lines] = (end < 0 ? text : text.slice(0, end)).split('\n');
  if (end < 0 || first !== tlogFormat) throw new Error(`A tlog-proof begins with ${tlogFormat} and holds a checkpoint after an empty line.`);
  const entry = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()!.slice(6)) : null;
  const index = /^index (0|[1-9]\d*)$/.exec(lines.shift() ?? '')?.[1];
  if (index === undefined || !Number.isSafeInteger(Number(index))) throw new Error('The tlog-proof does not say at which index the entry stands.');
  const note = readNote(text.slice(end + 2));
  return { entry, index: Number(index), path: lines.map(fromBase64), note, checkpoint: readCheckpoint(note.text) };
}

/** Verifies a tlog-proof that carries its entry, with the witnesses whose keys the reader has. */
export async function verifyTlogProof(proof: TlogProof, witnesses: readonly WitnessKey[] = []): Promise<Verdict> {
  const steps = new Steps();
  const { checkpoint, note, index } = proof;
  const [, ledger = '', genesis = ''] = /^smartblocks\/([a-z0-9-]{1,64})\/([A-Za-z0-9_-]{43})$/.exec(checkpoint.origin) ?? [];
  const jws = proof.entry ? new TextDecoder().decode(proof.entry) : '';
  const { leaf, parsed, subject } = await checkTransaction(steps, jws, index);
  let way: Way | null = null;
  let seal: Seal | null = null;
  await steps.run('inclusion', 'The leaf leads to the root of the checkpoint', async () => {
    if (!proof.entry) throw new Error('The proof does not hold the transaction it is about (the line “extra”).');
    if (!leaf) throw new Error('There is no leaf to start from.');
    const joins = await climbJoins(leaf, index, checkpoint.size, proof.path);
    if (joins) way = historyWay(leaf, joins, index, checkpoint.root, 'the checkpoint');
    const same = parsed?.header.ledger === ledger;
    const ok = same && way?.reached === true;
    return {
      ok, explanation: ok ? `${proof.path.length} neighbouring hashes lead from the leaf to the root of the checkpoint.` : !same ? `The transaction is for ledger ${words(parsed?.header.ledger)}, the checkpoint is of ${checkpoint.origin}.`
        : 'Climbing from the leaf does not arrive at the root of the checkpoint: the transaction, its place or the proof was altered.',
      facts: [{ label: 'Root', value: toBase64Url(checkpoint.root) }, { label: 'Computed', value: joins ? toBase64Url(joins.at(-1)?.node ?? leaf) : 'the proof has the wrong shape' }],
    };
  });
  await steps.run('certificate', 'The checkpoint is signed by the log', async () => {
    const own = note.signatures.filter((s) => s.name === checkpoint.origin);
    const signers = (await Promise.all(own.map((s) => noteSigner(note.text, s)))).filter((s) => s !== null);
    const ok = ledger !== '' && signers.length > 0;
    seal = {
      ledger, genesis: genesis || null, block: null, size: checkpoint.size, engine: 'log', needed: 1, complete: false,
      validators: signers.map(({ kid, jwk }) => ({ kid, signed: true, jwk })),
    };
    return {
      ok, explanation: ok ? `A key of the log signed its head at ${checkpoint.size.toLocaleString('en-GB')} entries. Which key that is stands below; whether it is the right one is for you to say.`
        : ledger === '' ? `The checkpoint is of the log “${checkpoint.origin}”, which is no ledger's.` : 'No signature of the log fits the checkpoint: one of them was altered.',
      facts: [{ label: 'Log', value: checkpoint.origin }, ...signers.map((s) => ({ label: 'Signed by', value: s.kid }))],
    };
  });
  const others = note.signatures.filter((s) => s.name !== checkpoint.origin);
  if (others.length > 0) {
    await steps.run('witnesses', 'Witnesses saw the same history', async () => {
      const seen = witnesses.map((w) => ({ w, at: cosignedAt(note, w) }));
      const valid = seen.filter((s) => s.at !== null);
      const broken = seen.find((s) => s.at === null && others.some((o) => o.name === s.w.name && o.keyId === s.w.keyId));
      return {
        ok: !broken,
        explanation: broken ? `The signature of the witness ${broken.w.name} does not fit the checkpoint.` : `${valid.length} of ${others.length} further signatures are by witnesses whose keys you have entered; the others are passed over.`,
        facts: [
          ...valid.map((v) => ({ label: 'Cosigned by', value: `${v.w.name}, ${new Date(v.at! * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC` })),
          // What a line says of itself is worth nothing without a key: it is shown as that, and never as a witness.
          ...others.filter((o) => !witnesses.some((w) => w.name === o.name && w.keyId === o.keyId)).map((o) => ({ label: 'Not verified', value: `${o.name}, key ${o.keyId}: no key for it was entered` })),
        ],
      };
    });
  }
  const ok = steps.ok;
  return {
    format: tlogFormat, ok, steps: steps.all, subject, seal, way, milliseconds: steps.milliseconds,
    sentence: ok ? `This transaction is in the log of the ledger ${ledger}, as entry ${index.toLocaleString('en-GB')} of ${checkpoint.size.toLocaleString('en-GB')}.` : steps.wrong,
  };
}
