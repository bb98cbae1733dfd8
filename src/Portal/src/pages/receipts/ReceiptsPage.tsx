import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type DragEvent, useId, useRef, useState } from 'react';
import { body, GET } from '../../api/client';
import { queries } from '../../api/queries';
import type { Page as PageOf, Receipt, TransactionSummary } from '../../api/types';
import { Card, Failed, Page, Time } from '../../components/ui';
import { bytes, plural } from '../../format/numbers';
import { largestFile } from '../../verify/file';
import { setPin, usePins } from '../verify/pins';
import { CheckedFile, type GivenFile } from './CheckedFile';
import css from './receipts.module.css';

/** Checks what a ledger gave out (any ledger), in this browser and without asking a server; it needs no account. */
export function ReceiptsPage() {
  const session = useQuery({ ...queries.session(), enabled: false });
  const [files, setFiles] = useState<GivenFile[]>([]);
  const [over, setOver] = useState(false);
  const [pasting, paste] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const input = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLDivElement>(null);
  const number = useRef(0);

  const add = (given: Omit<GivenFile, 'key'>[]) => {
    setFiles((before) => [...given.map((file) => ({ ...file, key: ++number.current })), ...before].slice(0, 20));
    setTimeout(() => results.current?.focus({ preventScroll: false }), 50);
  };
  const read = async (list: FileList | null) => add(await Promise.all([...list ?? []].map(async (file) => (
    file.size > largestFile ? { name: file.name, text: '', wrong: `The file has ${bytes(file.size)}; no receipt is that large.` } : { name: file.name, text: await file.text(), wrong: '' }))));
  const drop = (e: DragEvent) => { e.preventDefault(); setOver(false); void read(e.dataTransfer.files); };
  const ledger = session.data?.ledgers[0];
  const example = async () => {
    try {
      const newest = await body<PageOf<TransactionSummary>>(GET('/api/v1/ledgers/{ledger}/transactions', { params: { path: { ledger: ledger! }, query: { limit: 1 } } }));
      const receipts = await body<{ data: Receipt[] }>(GET('/api/v1/ledgers/{ledger}/receipts', { params: { path: { ledger: ledger! }, query: { id: newest.items[0]!.id } } }));
      add([{ name: `newest of ${ledger}.receipt.json`, text: JSON.stringify(receipts.data[0]), wrong: '' }]);
      setFailed(null);
    } catch (error) {
      setFailed(error);
    }
  };
  return (
    <Page title="Check a receipt" documentTitle="Receipts" note="Receipts, state receipts, tlog-proofs and evidence, of this host or any other. The file stays in this browser: it is verified here, and nothing is uploaded.">
      <div className={css.drop} data-over={over} data-small={files.length > 0} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <p><strong>Drop files here</strong> or</p>
        <div className={css.ways}>
          <Button onClick={() => input.current?.click()}>Choose files</Button>
          <Button variant="default" aria-expanded={pasting} onClick={() => paste(!pasting)}>Paste text</Button>
          {ledger && <Button variant="default" onClick={() => { void example(); }}>Try the newest transaction</Button>}
        </div>
        <input ref={input} type="file" multiple className={css.hidden} aria-label="Files to check" tabIndex={-1} accept=".json,.tlog-proof,.txt,application/json,text/plain" onChange={(e) => { void read(e.currentTarget.files).then(() => { if (input.current) input.current.value = ''; }); }} />
        {pasting && <Pasted add={(text) => { add([{ name: 'pasted text', text, wrong: '' }]); paste(false); }} />}
      </div>
      {failed !== null && <Failed error={failed} />}
      <div ref={results} tabIndex={-1} style={{ outline: 'none' }} aria-label={files.length ? plural(files.length, 'file') : undefined} role={files.length ? 'region' : undefined}>
        {files.length === 0 ? <Explanation /> : files.map((file, i) => <CheckedFile key={file.key} file={file} open={i === 0} ledgers={session.data?.ledgers ?? []} remove={() => setFiles((all) => all.filter((f) => f.key !== file.key))} />)}
      </div>
    </Page>
  );
}

function Pasted({ add }: { add: (text: string) => void }) {
  const [text, setText] = useState('');
  const id = useId();
  return (
    <form className={css.paste} onSubmit={(e) => { e.preventDefault(); add(text); }}>
      <Textarea id={id} label="The text of a receipt" value={text} onChange={(e) => setText(e.currentTarget.value)} autosize minRows={4} maxRows={12} spellCheck={false} classNames={{ input: 'mono' }} />
      <Button type="submit" disabled={text.trim() === ''} mt="sm">Check it</Button>
    </form>
  );
}

function Explanation() {
  return (
    <div className={css.explain}>
      <Card title="What can be checked">
        <dl className={css.kinds}>
          <dt>Receipt of a transaction</dt><dd>That a reading, a contract, any transaction is on a ledger. Every one has such a file: open it in the ledger, then “Verify here”.</dd>
          <dt>Receipt of a state</dt><dd>What a ledger said at a path after a block, or that it said nothing. From the ledger&apos;s state, “Verify here”.</dd>
          <dt>tlog-proof</dt><dd>The same as other transparency logs write it (C2SP), with the signatures of witnesses.</dd>
          <dt>Evidence</dt><dd>Two statements of one validator that exclude each other.</dd>
        </dl>
      </Card>
      <Card title="What you need besides the file">
        <p className={css.text}>The ids of the validators&apos; keys, from the contract, from paper, from another party: 43 characters each. Or the id of the ledger&apos;s first block.</p>
        <p className={css.text}>The file brings its signatures along, and this page finds the keys from them. Whether they are the right ones, only you can say. Pin them once, and every later file is held against them.</p>
        <Pinned />
      </Card>
    </div>
  );
}

/** What this browser holds to be true of ledgers. */
function Pinned() {
  const pins = usePins();
  if (pins.length === 0) return <p className={css.text}>Nothing is pinned in this browser yet.</p>;
  return (
    <ul className={css.pins}>
      {pins.map((pin) => (
        <li key={pin.ledger}>
          <span><strong>{pin.ledger}</strong>: {pin.validators.length > 0 ? plural(pin.validators.length, 'key') : 'the first block'}{pin.witnesses.length > 0 && `, ${plural(pin.witnesses.length, 'witness', 'witnesses')}`}, <Time at={pin.at} /></span>
          <Button size="compact-sm" variant="subtle" color="red" aria-label={`Forget what is pinned for ${pin.ledger}`} onClick={() => setPin({ ...pin, validators: [], witnesses: [], genesis: null })}>Forget</Button>
        </li>
      ))}
    </ul>
  );
}
