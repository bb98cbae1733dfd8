import { Button, SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { type LedgerKey, type Members, readJwk } from '../../api/governance';
import { Id } from '../../components/ui';
import { shortId } from '../../format/ids';
import css from './governance.module.css';
import { KeyInput } from './KeyInput';
import { type Engine, idleKeys, sameKey, type SetDraft, tolerance } from './validatorSet';

const another = 'another';

/** Who certifies blocks from now on, and what that set can bear; says it before it is proposed. */
export function ValidatorsForm({ draft, change, keys, members, nameOf }: {
  draft: SetDraft; change: (draft: SetDraft) => void; keys: LedgerKey[]; members: Members | undefined; nameOf: (party: string) => string;
}) {
  const [adding, add] = useState(false);
  const staying = keys.filter((k) => !draft.leaving.has(k.kid));
  const verdict = tolerance(draft.engine, staying.length + draft.joining.length);
  const leave = (kid: string, goes: boolean) => { const leaving = new Set(draft.leaving); if (goes) leaving.add(kid); else leaving.delete(kid); change({ ...draft, leaving }); };
  return (
    <>
      <div>
        <span className={css.label} id="engine">How they agree</span>
        <SegmentedControl fullWidth value={draft.engine} onChange={(v) => change({ ...draft, engine: v as Engine })} aria-labelledby="engine" data={[{ value: 'solo', label: 'Solo: one alone' }, { value: 'quorum', label: 'Quorum: two thirds' }]} />
      </div>
      <div>
        <span className={css.label} id="validator-set">Who certifies</span>
        <ul className={css.set} aria-labelledby="validator-set">
          {keys.map((k) => {
            const goes = draft.leaving.has(k.kid);
            return (
              <li key={k.kid} data-goes={goes}>
                <span className={css.who}><strong>{nameOf(k.party)}</strong>{goes && ' leaves'}<Id value={k.kid} what="key id" /></span>
                <Button size="xs" variant="default" onClick={() => leave(k.kid, !goes)} aria-label={`${goes ? 'Keep' : 'Remove'} ${nameOf(k.party)}`}>{goes ? 'Keep' : 'Remove'}</Button>
              </li>
            );
          })}
          {draft.joining.map((j, i) => (
            <li key={`${j.party}${j.jwk.x}`} data-joins>
              <span className={css.who}><strong>{nameOf(j.party)}</strong> joins{j.kid ? <Id value={j.kid} what="key id" /> : <span className={css.note}>with a new key</span>}</span>
              <Button size="xs" variant="default" onClick={() => change({ ...draft, joining: draft.joining.filter((_, n) => n !== i) })} aria-label={`Do not add ${nameOf(j.party)}`}>Do not add</Button>
            </li>
          ))}
        </ul>
      </div>
      {adding
        ? <Joining draft={draft} keys={keys} members={members} nameOf={nameOf} done={(joining) => { if (joining) change({ ...draft, joining: [...draft.joining, joining] }); add(false); }} />
        : <div><Button variant="default" onClick={() => add(true)}>Add a validator</Button></div>}
      <div className={css.tolerance} data-bad={verdict.bad} role="status" data-testid="tolerance"><strong>{verdict.title}</strong><p>{verdict.text}</p></div>
      <p className={css.note}>Whoever joins runs a validator with that key before the change is made: from the next block on its signature may be needed.</p>
    </>
  );
}

function Joining({ draft, keys, members, nameOf, done }: {
  draft: SetDraft; keys: LedgerKey[]; members: Members | undefined; nameOf: (party: string) => string; done: (joining: SetDraft['joining'][number] | null) => void;
}) {
  const idle = idleKeys(members).filter((k) => draft.joining.every((j) => j.kid !== k.kid));
  const [chosen, choose] = useState(idle[0]?.kid ?? another);
  const [party, setParty] = useState<string | null>(null);
  const [text, setText] = useState('');
  const known = idle.find((k) => k.kid === chosen);
  const jwk = text.trim() ? readJwk(text) : null;
  const twice = jwk !== null && typeof jwk !== 'string' && (keys.some((k) => sameKey(k.jwk, jwk)) || draft.joining.some((j) => sameKey(j.jwk, jwk)));
  const ready = known ? { party: known.party, jwk: known.jwk, kid: known.kid } : party && jwk !== null && typeof jwk !== 'string' && !twice ? { party, jwk, kid: null } : null;
  return (
    <fieldset className={css.joining}>
      <legend>A validator to add</legend>
      {idle.length > 0 && <Select label="Key" data={[...idle.map((k) => ({ value: k.kid, label: `${nameOf(k.party)}, ${shortId(k.kid)}` })), { value: another, label: 'A new key' }]} value={chosen} onChange={(v) => v && choose(v)} allowDeselect={false} />}
      {!known && <>
        <Select label="Whose it is" data={(members?.items ?? []).filter((m) => m.isMember).map((m) => ({ value: m.party, label: m.name ?? m.party }))} value={party} onChange={setParty} searchable placeholder="A member" />
        <KeyInput label="Its validator’s key" value={text} change={setText} />
        {twice && <p className={css.wrong} role="alert">That key is among the validators already.</p>}
      </>}
      <div className={css.buttons}><Button variant="default" onClick={() => done(null)}>Cancel</Button><Button disabled={!ready} onClick={() => done(ready)}>Add to the set</Button></div>
    </fieldset>
  );
}
