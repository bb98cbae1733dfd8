import { useQuery } from '@tanstack/react-query';
import { governance } from '../../api/governance';
import { Card, CopyButton, Facts, Id, Json, Loaded } from '../../components/ui';

/** The public key that this host signs with for one's organisation: what one hands to who invites one to a ledger. */
export function HostedKeyCard() {
  const key = useQuery(governance.hostedKey());
  return (
    <Card title="Your organisation’s key" note="Hand it to whoever invites you to a ledger. This host keeps the private half and signs with it when you decide.">
      <Loaded query={key}>
        {(k) => (
          <>
            <Facts rows={[['Key id', <Id value={k.kid} what="key id" />], ['Public key', <>To copy <CopyButton value={JSON.stringify(k.jwk)} label="Copy the public key" /></>]]} />
            <details style={{ marginTop: 12 }}><summary>Show it</summary><div style={{ marginTop: 10 }}><Json value={k.jwk} /></div></details>
          </>
        )}
      </Loaded>
    </Card>
  );
}
