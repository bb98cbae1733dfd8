import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { CheckIcon, CrossIcon, DownloadIcon, WarningIcon } from '../../components/icons';
import { Badge, CopyButton } from '../../components/ui';
import { fileName, saveFile } from '../../format/save';
import { dateTime } from '../../format/times';
import { type Pin, readPins, type Trust } from '../../verify/trust';
import { type Seal, sentenceOf } from '../../verify/verdict';
import { setPin } from './pins';
import css from './verify.module.css';

const states = { pinned: 'pinned by you', followed: 'from your genesis', differs: 'not what you pinned', open: 'not pinned' } as const;

/** Whose word the verdict rests on, and a place to write down whose it should be. */
export function TrustCard({ seal, trust, pin, names }: { seal: Seal; trust: Trust; pin: Pin | undefined; names: Record<string, string> }) {
  const [writing, write] = useState(false);
  const tone = trust.state === 'open' ? 'warn' : trust.state === 'differs' ? 'bad' : 'good';
  const pinShown = () => setPin({ ledger: seal.ledger, genesis: pin?.genesis ?? seal.genesis, validators: seal.validators.map((v) => v.kid), witnesses: pin?.witnesses ?? [], at: new Date().toISOString() });
  return (
    <section className={css.trust} aria-label="Whom you trust" data-testid="trust" data-state={trust.state}>
      <div className={css.trustHead}>
        <h2>Whom you trust for {seal.ledger || 'this file'}</h2>
        <Badge tone={tone}>{tone === 'good' ? <CheckIcon size={13} /> : tone === 'bad' ? <CrossIcon size={13} /> : <WarningIcon size={13} />}{states[trust.state]}</Badge>
      </div>
      <p>{trust.sentence}</p>
      <ul className={css.keys}>
        {seal.validators.map((v) => (
          <li key={v.kid}>
            <span className={css.mark} data-ok={v.signed || undefined} role="img" aria-label={v.signed ? 'signed' : 'did not sign'}>{v.signed ? <CheckIcon size={14} /> : <CrossIcon size={14} />}</span>
            <span className={css.key}>
              {names[v.kid] && <span>{names[v.kid]}</span>}
              <span className="mono">{v.kid}</span>
            </span>
            <CopyButton value={v.kid} label="Copy key id" />
            {v.jwk && <button type="button" className={css.small} aria-label={`Download the public key ${v.kid}`} title="Download as JWK, for validator check" onClick={() => saveFile(`${fileName(names[v.kid] ?? v.kid)}.jwk.json`, JSON.stringify(v.jwk), 'application/jwk+json')}><DownloadIcon size={15} /></button>}
            {trust.strangers.includes(v.kid) && <Badge tone="bad">not pinned</Badge>}
          </li>
        ))}
      </ul>
      {Object.keys(names).length > 0 && <p className={css.fine}>The names are this server&apos;s word; the key ids are what was verified.</p>}
      <div className={css.tools}>
        {trust.state !== 'pinned' && seal.validators.length > 0 && <Button size="sm" variant={trust.state === 'differs' ? 'default' : 'filled'} onClick={pinShown}>{trust.state === 'differs' ? 'Pin the keys of this file instead' : 'I compared them: pin these keys'}</Button>}
        <Button size="sm" variant="default" aria-expanded={writing} onClick={() => write(!writing)}>Enter keys or a genesis id</Button>
        {pin && <Button size="sm" variant="subtle" color="red" onClick={() => setPin({ ...pin, validators: [], witnesses: [], genesis: null })}>Forget what I pinned</Button>}
      </div>
      {writing && <Written seal={seal} pin={pin} done={() => write(false)} />}
      {pin && <p className={css.fine}>Pinned on {dateTime(pin.at)} in this browser{pin.genesis ? <>; first block <span className="mono">{pin.genesis}</span></> : null}.</p>}
    </section>
  );
}

function Written({ seal, pin, done }: { seal: Seal; pin: Pin | undefined; done: () => void }) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const save = async () => {
    try {
      const { validators, witnesses, genesis } = await readPins(text);
      // A genesis id alone means: let the keys follow from it.
      setPin({ ledger: seal.ledger, genesis: genesis ?? pin?.genesis ?? null, validators: validators.length > 0 || genesis ? validators : pin?.validators ?? [], witnesses: witnesses.length > 0 ? witnesses : pin?.witnesses ?? [], at: new Date().toISOString() });
      done();
    } catch (error) {
      setWrong(sentenceOf(error));
    }
  };
  return (
    <form className={css.written} onSubmit={(e) => { e.preventDefault(); void save(); }}>
      <Textarea label="What you have from elsewhere" description="Key ids (43 characters), public keys as JWK, witness keys (name+id+base64), or: genesis followed by the id of block 0. One or several." autosize minRows={3} maxRows={10} value={text} onChange={(e) => { setText(e.currentTarget.value); setWrong(''); }} error={wrong || undefined} spellCheck={false} classNames={{ input: 'mono' }} />
      <div className={css.tools}><Button type="submit" size="sm" disabled={text.trim() === ''}>Pin for {seal.ledger}</Button><Button size="sm" variant="default" onClick={done}>Cancel</Button></div>
    </form>
  );
}
