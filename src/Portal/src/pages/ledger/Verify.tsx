import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { body, GET } from '../../api/client';
import { queries } from '../../api/queries';
import type { Receipt, Transaction } from '../../api/types';
import { CheckIcon, CrossIcon } from '../../components/icons';
import { Failed } from '../../components/ui';
import { fromBase64Url } from '../../verify/bytes';
import { alterOneByte } from '../../verify/alter';
import { type Verdict, verifyTransaction } from '../../verify/transaction';
import css from './ledger.module.css';

/** The validators' public keys as the ledger's own state records them; verification checks each against its fingerprint. */
async function validatorKeys(ledger: string, receipt: Receipt, signal: AbortSignal): Promise<Record<string, unknown>> {
  const block = JSON.parse(new TextDecoder().decode(fromBase64Url(receipt.block.payload))) as { validators?: string[] };
  const entries = await Promise.all((block.validators ?? []).map(async (kid) => {
    const entry = await body<{ value: { jwk?: unknown } }>(GET('/api/v1/ledgers/{ledger}/state/{path}', { params: { path: { ledger, path: `key/${kid}` } }, signal }));
    return [kid, entry.value.jwk ?? entry.value] as const;
  }));
  return Object.fromEntries(entries);
}

/** Verifies a transaction in this browser, and lets the visitor see that an altered byte does not pass. */
export function Verify({ ledger, transaction }: { ledger: string; transaction: Transaction }) {
  const [altered, setAltered] = useState<{ jws: string; position: number } | null>(null);
  const receipt = useQuery(queries.receipts(ledger, transaction.id));
  const found = receipt.data?.data[0];
  const keys = useQuery({ queryKey: ['validator-keys', ledger, transaction.block], queryFn: ({ signal }) => validatorKeys(ledger, found!, signal), enabled: found !== undefined, staleTime: Infinity });
  const jws = altered?.jws ?? transaction.jws;
  const verdict = useQuery({
    queryKey: ['verify', transaction.id, jws], enabled: found !== undefined && keys.data !== undefined, staleTime: Infinity, gcTime: 0, retry: false,
    queryFn: () => verifyTransaction({ id: transaction.id, ledger, jws, signerKey: transaction.signerKey?.jwk, receipt: found!, validatorKeys: keys.data! }),
  });
  const error = receipt.error ?? keys.error ?? verdict.error;
  if (error) return <Failed error={error} retry={() => { void receipt.refetch(); void keys.refetch(); void verdict.refetch(); }} />;
  if (receipt.data && !found) return <Failed error={new Error('The ledger gave no receipt for this transaction.')} retry={() => { void receipt.refetch(); }} />;
  if (!verdict.data) return <Skeleton height={360} />;
  return <Shown verdict={verdict.data} altered={altered?.position ?? null} alter={() => setAltered(alterOneByte(transaction.jws))} restore={() => setAltered(null)} />;
}

function Shown({ verdict, altered, alter, restore }: { verdict: Verdict; altered: number | null; alter: () => void; restore: () => void }) {
  const failed = verdict.steps.filter((s) => !s.ok).length;
  const top = useRef<HTMLDivElement>(null);
  // The verdict may have scrolled away above the steps when its button is pressed.
  useEffect(() => { if (altered !== null) top.current?.scrollIntoView({ block: 'nearest' }); }, [altered]);
  return (
    <div data-testid="verify" data-ok={verdict.ok}>
      <div ref={top} className={css.verdict} data-ok={verdict.ok} role="status">
        {verdict.ok ? <CheckIcon size={26} /> : <CrossIcon size={26} />}
        <div>
          {verdict.ok ? 'Verified: this transaction is genuine and on the ledger.' : altered === null ? `Not verified: ${failed} of ${verdict.steps.length} checks failed.` : 'Not verified, as it should be: one byte was altered.'}
          <small>{verdict.ok ? `Computed in this browser in ${Math.max(1, Math.round(verdict.milliseconds))} ms. The server supplied the bytes, not the verdict.` : altered === null ? 'What the server sent does not hold together. Keep the raw bytes and ask the operator of the ledger.' : `Character ${altered.toLocaleString('en-GB')} of the raw transaction was changed here, for the trial only.`}</small>
        </div>
      </div>
      <ol className={css.steps}>
        {verdict.steps.map((step) => (
          <li key={step.id} className={css.step} data-testid={`step-${step.id}`} data-ok={step.ok}>
            <span className={css.mark} data-ok={step.ok} role="img" aria-label={step.ok ? 'passed' : 'failed'}>{step.ok ? <CheckIcon size={16} /> : <CrossIcon size={16} />}</span>
            <div>
              <h3>{step.title}</h3>
              <p>{step.explanation}</p>
              <dl className={css.facts}>{step.facts.map((fact, i) => <div key={`${fact.label}${i}`} style={{ display: 'contents' }}><dt>{fact.label}</dt><dd>{fact.value}</dd></div>)}</dl>
            </div>
          </li>
        ))}
      </ol>
      <div className={css.try}>
        {altered === null
          ? <><p>Would it notice? Change a single byte of the transaction and verify again. Nothing leaves this page.</p><Button variant="default" onClick={alter}>Alter one byte</Button></>
          : <><p>This is the altered copy. The ledger itself is untouched.</p><Button onClick={restore}>Back to the real one</Button></>}
      </div>
    </div>
  );
}
