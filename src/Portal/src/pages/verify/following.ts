import { useQuery } from '@tanstack/react-query';
import { body, GET } from '../../api/client';
import { queries } from '../../api/queries';
import type { BlockDetail, StateHistory, StateReceipt } from '../../api/types';
import { followValidators, type LedgerSource } from '../../verify/follow';
import type { Pin } from '../../verify/trust';
import type { Seal } from '../../verify/verdict';

const source = (ledger: string, signal: AbortSignal): LedgerSource => ({
  firstBlock: async () => (await body<BlockDetail>(GET('/api/v1/ledgers/{ledger}/blocks/{block}', { params: { path: { ledger, block: '0' } }, signal }))).jws,
  validatorChanges: async () => (await body<StateHistory>(GET('/api/v1/ledgers/{ledger}/state-history/{path}', { params: { path: { ledger, path: 'settings/validators' } }, signal }))).items.map((v) => v.block),
  validatorsAfter: (block) => body<StateReceipt>(GET('/api/v1/ledgers/{ledger}/proofs/state/receipt', { params: { path: { ledger }, query: { path: 'settings/validators', block } }, signal })),
});

/**
 * The keys that follow from a pinned genesis block up to a file's height, with pieces from the server that serves this page, each checked in
 * this browser. Null while there is no such pin, the ledger is not served here, or it does not follow.
 */
export function useFollowed(seal: Seal | null, pins: Pin[]): string[] | null {
  const pin = pins.find((p) => p.ledger === seal?.ledger);
  const session = useQuery({ ...queries.session(), enabled: false });
  const served = seal !== null && session.data?.ledgers.includes(seal.ledger) === true;
  const height = seal?.block?.number ?? Number.MAX_SAFE_INTEGER;
  const followed = useQuery({
    queryKey: ['followed', seal?.ledger, pin?.genesis, height], enabled: served && pin?.genesis != null, retry: false, staleTime: Infinity,
    queryFn: async ({ signal }) => (await followValidators(pin!.genesis!, height, source(seal!.ledger, signal))).validators,
  });
  return followed.data ?? null;
}
