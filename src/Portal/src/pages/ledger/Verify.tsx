import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api, call, segment } from '../../api/http';
import { queries } from '../../api/queries';
import type { WholeTransaction } from '../../api/types';
import { DownloadIcon } from '../../components/icons';
import { Failed } from '../../components/ui';
import { fileName, saveFile } from '../../format/save';
import { alterOneByte } from '../../verify/alter';
import { verifyReceipt } from '../../verify/receipt';
import { VerdictView } from '../verify/VerdictView';
import css from '../verify/verify.module.css';

/** Verifies a transaction in this browser, and lets the visitor see that an altered byte does not pass. */
export function Verify({ ledger, transaction }: { ledger: string; transaction: WholeTransaction }) {
  const [altered, setAltered] = useState<{ jws: string; position: number } | null>(null);
  const top = useRef<HTMLDivElement>(null);
  const receipt = useQuery(queries.receipts(ledger, transaction.id));
  const found = receipt.data?.data[0];
  const jws = altered?.jws ?? transaction.jws;
  const verdict = useQuery({
    queryKey: ['verify', transaction.id, jws], enabled: found !== undefined, staleTime: Infinity, gcTime: 0, retry: false, networkMode: 'always',
    queryFn: () => verifyReceipt(found!, { id: transaction.id, ledger, jws }),
  });
  // The verdict may have scrolled away above the steps when its button is pressed.
  useEffect(() => { if (altered !== null) top.current?.scrollIntoView({ block: 'nearest' }); }, [altered]);
  const error = receipt.error ?? verdict.error;
  if (error) return <Failed error={error} retry={() => { void receipt.refetch(); void verdict.refetch(); }} />;
  if (receipt.data && !found) return <Failed error={new Error('The ledger gave no receipt for this transaction.')} retry={() => { void receipt.refetch(); }} />;
  if (!verdict.data) return <Skeleton height={360} />;
  const name = fileName(`${ledger}-${transaction.id}`);
  const saveProof = async () => saveFile(`${name}.tlog-proof`, await (await call(api(`/ledgers/${segment(ledger)}/log/proof/${segment(transaction.id)}`), { headers: { Accept: 'text/plain' } })).text(), 'text/plain');
  return (
    <div ref={top}>
      <VerdictView verdict={verdict.data}
        note={altered === null ? undefined : `As it should be: character ${altered.position.toLocaleString('en-GB')} of the raw transaction was changed here, for the trial only.`}
        tools={altered === null && (
          <div className={css.downloads}>
            <Button variant="default" size="sm" leftSection={<DownloadIcon size={16} />} onClick={() => saveFile(`${name}.receipt.json`, JSON.stringify(found), 'application/json')}>Download the receipt</Button>
            <Button variant="default" size="sm" leftSection={<DownloadIcon size={16} />} onClick={() => { void saveProof(); }}>As tlog-proof</Button>
          </div>
        )} />
      <div className={css.try}>
        {altered === null
          ? <><p>Would it notice? Change a single byte of the transaction and verify again. Nothing leaves this page.</p><Button variant="default" onClick={() => setAltered(alterOneByte(transaction.jws))}>Alter one byte</Button></>
          : <><p>This is the altered copy. The ledger itself is untouched.</p><Button onClick={() => setAltered(null)}>Back to the real one</Button></>}
      </div>
    </div>
  );
}
