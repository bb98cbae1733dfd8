import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries';
import { DownloadIcon } from '../../components/icons';
import { Failed } from '../../components/ui';
import { fileName, saveFile } from '../../format/save';
import { verifyState } from '../../verify/stateReceipt';
import { VerdictView } from '../verify/VerdictView';
import css from '../verify/verify.module.css';

/** Proves in this browser what was at a path after a block, or that nothing was. */
export function VerifyState({ ledger, path, block }: { ledger: string; path: string; block: number }) {
  const receipt = useQuery(queries.stateReceipt(ledger, path, block));
  const verdict = useQuery({
    queryKey: ['verify-state', ledger, path, block], enabled: receipt.data !== undefined, staleTime: Infinity, gcTime: 0, retry: false, networkMode: 'always',
    queryFn: () => verifyState(receipt.data!, { ledger, path, block }),
  });
  const error = receipt.error ?? verdict.error;
  if (error) return <Failed error={error} retry={() => { void receipt.refetch(); void verdict.refetch(); }} />;
  if (!verdict.data) return <Skeleton height={360} />;
  return (
    <VerdictView verdict={verdict.data} tools={(
      <div className={css.downloads}>
        <Button variant="default" size="sm" leftSection={<DownloadIcon size={16} />} onClick={() => saveFile(`${fileName(`${ledger}-${path}-block-${block}`)}.state.json`, JSON.stringify(receipt.data), 'application/json')}>Download the state receipt</Button>
      </div>
    )} />
  );
}
