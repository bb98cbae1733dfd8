import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { deeds, type LedgerKey, readJwk } from '../../api/governance';
import { Id } from '../../components/ui';
import { DecisionDialog } from './DecisionDialog';
import { KeyInput } from './KeyInput';

/** Replaces or revokes a key. */
export function KeyDialog({ ledger, height, entry, act, opened, close }: { ledger: string; height: number; entry: LedgerKey; act: 'rotate' | 'revoke'; opened: boolean; close: () => void }) {
  const [text, setText] = useState('');
  const [from, setFrom] = useState<number | string>('');
  const block = from === '' ? null : Number(from);
  const jwk = act === 'rotate' && text.trim() ? readJwk(text) : null;
  const deed = () => {
    if (act === 'revoke') return deeds.revoke(ledger, entry.kid, block);
    return jwk === null || typeof jwk === 'string' ? null : deeds.rotate(ledger, entry.kid, jwk, block);
  };
  const written = { op: act, kid: entry.kid, ...(jwk && typeof jwk !== 'string' ? { jwk } : {}), ...(block === null ? {} : { from: block }) };
  return (
    <DecisionDialog ledger={ledger} title={act === 'rotate' ? 'Replace a key' : 'Revoke a key'} verb={act === 'rotate' ? 'Replace the key' : 'Revoke the key'} opened={opened} close={close} deed={deed} written={written}>
      <p style={{ margin: 0 }}>
        <Id value={entry.kid} what="key id" /> of <strong>{entry.party}</strong>, {entry.role}.{' '}
        {act === 'rotate' ? 'Its successor takes over its party, its role, its meters and its place among the validators.' : 'What it has signed stays as it is; it signs nothing more.'}
        {' '}Where your organisation may not decide this alone, it becomes a proposal.
      </p>
      {act === 'rotate' && <KeyInput label="The new key" required value={text} change={setText} />}
      {!(act === 'rotate' && entry.isValidator) && (
        <NumberInput label="From block" description="The first block it cannot sign in. Leave it empty: from this very transaction on." allowDecimal={false} min={height + 1} value={from} onChange={setFrom} thousandSeparator=" " />
      )}
    </DecisionDialog>
  );
}
