import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from 'react-router';
import { queries } from '../../api/queries';
import { Card, Loaded, Page } from '../../components/ui';

/** A batch's own address leads to its place in the explorer. */
export function BatchPage() {
  const { ledger = '', batch = '' } = useParams();
  const found = useQuery(queries.batch(ledger, batch));
  return (
    <Page title="Batch" documentTitle="Batch" crumbs={[{ label: `Ledger ${ledger}`, to: `/ledgers/${ledger}` }]}>
      <Card><Loaded query={found}>{(data) => <Navigate replace to={`/ledgers/${ledger}/blocks/${data.block}?batch=${data.id}`} />}</Loaded></Card>
    </Page>
  );
}
