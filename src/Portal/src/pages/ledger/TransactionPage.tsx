import { Skeleton, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { queries } from '../../api/queries';
import type { Dropped, Transaction, WholeTransaction } from '../../api/types';
import { Badge, Card, CopyButton, Facts, Id, Json, Loaded, Page, Time } from '../../components/ui';
import { bytes, count } from '../../format/numbers';
import { dateTimeSeconds } from '../../format/times';
import css from './ledger.module.css';
import { Verify } from './Verify';

const tabs = ['payload', 'signer', 'raw', 'verify'] as const;

export function TransactionPage() {
  const { ledger = '', transaction: id = '' } = useParams();
  const transaction = useQuery(queries.transaction(ledger, id));
  return (
    <Page title="Transaction" documentTitle="Transaction" crumbs={[{ label: `Ledger ${ledger}`, to: `/ledgers/${ledger}` }, ...(transaction.data ? [{ label: `Block ${count(transaction.data.block)}`, to: `/ledgers/${ledger}/blocks/${transaction.data.block}` }] : [])]}>
      <Loaded query={transaction} skeleton={<Skeleton height={320} radius="md" />}>{(data) => (data.dropped ? <Gone ledger={ledger} transaction={data} dropped={data.dropped} /> : <Shown key={data.id} ledger={ledger} transaction={{ ...data, jws: data.jws ?? '' }} />)}</Loaded>
    </Page>
  );
}

/** What is left of a transaction whose content was dropped: its id, its place, and the proof that it stood there. */
function Gone({ ledger, transaction: t, dropped }: { ledger: string; transaction: Transaction; dropped: Dropped }) {
  return (
    <Card>
      <p className={css.sentence}>The content of this transaction was dropped.</p>
      <p className={css.gone}>A retention rule of the ledger took it away in <Link to={`/ledgers/${ledger}/blocks/${dropped.block}`}>block {count(dropped.block)}</Link>{dropped.reason ? <>: {dropped.reason}</> : null}. Its fingerprint stays in the history, so every receipt and every proof of what remains holds as before; whoever kept the transaction or its receipt can still prove it.</p>
      <Facts rows={[
        ['Transaction', <Id value={t.id} what="transaction id" full />],
        ['Recorded in', <>block <Id value={t.blockId} what="block id" to={`/ledgers/${ledger}/blocks/${t.block}`} /> as entry {count(t.index)} of the ledger</>],
        ['Dropped by', <Id value={dropped.transaction} what="retention transaction" to={`/ledgers/${ledger}/transactions/${dropped.transaction}`} />],
      ]} />
    </Card>
  );
}

function Shown({ ledger, transaction: t }: { ledger: string; transaction: WholeTransaction }) {
  const [params, setParams] = useSearchParams();
  const asked = params.get('tab');
  const tab = tabs.find((name) => name === asked) ?? 'payload';
  const [head, body, signature] = t.jws.split('.');
  return (
    <div style={{ display: 'grid', gap: 20 }}>
      <Card>
        <p className={css.sentence}>{t.sentence}</p>
        <Facts rows={[
          ['Transaction', <Id value={t.id} what="transaction id" full />],
          ['Recorded in', <>block <Id value={t.blockId} what="block id" to={`/ledgers/${ledger}/blocks/${t.block}`} /> as entry {count(t.index)} of the ledger</>],
          ['Written', <Time at={t.time} format={dateTimeSeconds} />],
          ['By', <>{t.party} {t.signerKey && <Badge>{t.signerKey.role}</Badge>}</>],
          ['Kind', <span className="mono">{t.family}</span>],
          t.batch !== null && t.batch !== t.id && ['Batch', <Id value={t.batch} what="batch id" to={`/ledgers/${ledger}/blocks/${t.block}?batch=${t.batch}`} />],
        ]} />
      </Card>
      <Card>
        <Tabs value={tab} onChange={(v) => setParams((p) => { if (v && v !== 'payload') p.set('tab', v); else p.delete('tab'); return p; }, { replace: true })} keepMounted={false} classNames={{ tab: css.pageTab }}>
          <Tabs.List mb="md" style={{ overflowX: 'auto', flexWrap: 'nowrap' }}>
            <Tabs.Tab value="payload">Payload</Tabs.Tab>
            <Tabs.Tab value="signer">Signer</Tabs.Tab>
            <Tabs.Tab value="raw">Raw</Tabs.Tab>
            <Tabs.Tab value="verify">Verify here</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="payload"><Json value={t.payload} /></Tabs.Panel>
          <Tabs.Panel value="signer">
            <Facts rows={[
              ['Key id', <Id value={t.signer} what="key id" to={`/ledgers/${ledger}/state/key/${t.signer}`} full />],
              ['Party', t.party], t.signerKey && ['Role', t.signerKey.role], ['Algorithm', 'ES256: ECDSA on P-256 with SHA-256'],
            ]} />
            <h3 style={{ fontSize: '1rem', margin: '22px 0 10px' }}>Public key</h3>
            <Json value={typeof t.signerKey?.jwk === 'string' ? JSON.parse(t.signerKey.jwk) : t.signerKey?.jwk ?? null} />
            <h3 style={{ fontSize: '1rem', margin: '22px 0 10px' }}>Signed header</h3>
            <Json value={t.header} />
          </Tabs.Panel>
          <Tabs.Panel value="raw">
            <p style={{ margin: '0 0 12px', color: 'var(--sb-text-2)', display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>JWS compact (RFC 7515), {bytes(t.bytes)}: header, payload and signature, in base64url. <CopyButton value={t.jws} label="Copy the raw transaction" /></p>
            <pre className={css.raw} tabIndex={0} aria-label="Raw transaction"><span>{head}</span>.<span>{body}</span>.<span>{signature}</span></pre>
          </Tabs.Panel>
          <Tabs.Panel value="verify"><Verify ledger={ledger} transaction={t} /></Tabs.Panel>
        </Tabs>
      </Card>
    </div>
  );
}
