import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { deeds, type LedgerKey, readJwk } from '../../api/governance';
import { Id } from '../../components/ui';
import { DecisionDialog } from './DecisionDialog';
import css from './governance.module.css';
import { KeyInput } from './KeyInput';

/** Replaces or revokes a key: with a word of `key/1` where one's organisation may say it alone, else as a proposal. */
export function KeyDialog({ ledger, height, entry, act, alone, opened, close }: {
  ledger: string; height: number; entry: LedgerKey; act: 'rotate' | 'revoke'; alone: boolean; opened: boolean; close: () => void;
}) {
  const [text, setText] = useState('');
  const [from, setFrom] = useState<number | string>('');
  const block = from === '' ? null : Number(from);
  const jwk = act === 'rotate' && text.trim() ? readJwk(text) : null;
  const rest = { kid: entry.kid, ...(jwk && typeof jwk !== 'string' ? { jwk } : {}), ...(block === null ? {} : { from: block }) };
  const deed = () => {
    if (act === 'rotate' && (jwk === null || typeof jwk === 'string')) return null;
    if (!alone) return deeds.propose(ledger, `${act === 'rotate' ? 'Replace' : 'Revoke'} a key of ${entry.party}`, [{ op: `key.${act}`, ...rest }]);
    if (act === 'revoke') return deeds.revoke(ledger, entry.kid, block);
    return jwk === null || typeof jwk === 'string' ? null : deeds.rotate(ledger, entry.kid, jwk, block);
  };
  return (
    <DecisionDialog ledger={ledger} title={act === 'rotate' ? 'Replace a key' : 'Revoke a key'} verb={act === 'rotate' ? 'Replace the key' : 'Revoke the key'} opened={opened} close={close} deed={deed} written={{ op: act, ...rest }}>
      <p style={{ margin: 0 }}>
        <Id value={entry.kid} what="key id" /> of <strong>{entry.party}</strong>, {entry.role}.{' '}
        {act === 'rotate' ? 'Its successor takes over its party, its role, its meters and its place among the validators.' : 'What it has signed stays as it is; it signs nothing more.'}
        {!alone && ' It is proposed, and done when enough have approved.'}
      </p>
      {entry.hosted && <p className={css.wrong}>This host signs for your organisation with this key, and keeps it here. Afterwards it can sign no more for you on this ledger, registrations of meters included.</p>}
      {act === 'rotate' && <KeyInput label="The new key" required value={text} change={setText} />}
      {!(act === 'rotate' && entry.isValidator) && (
        <NumberInput label="From block" description="The first block it cannot sign in. Leave it empty: from this very transaction on." allowDecimal={false} min={height + 1} value={from} onChange={setFrom} thousandSeparator=" " />
      )}
    </DecisionDialog>
  );
}
