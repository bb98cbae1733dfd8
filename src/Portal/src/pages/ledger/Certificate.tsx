import { useQuery } from '@tanstack/react-query';
import type { BlockDetail } from '../../api/types';
import { CheckIcon, CrossIcon } from '../../components/icons';
import { Id, Lines } from '../../components/ui';
import { checkCertificate, readBlock } from '../../verify/block';
import { sentenceOf } from '../../verify/verdict';
import css from './ledger.module.css';

/** A block's certificate as this browser finds it: who signed, who did not, and whether that is enough. */
export function Certificate({ ledger, block }: { ledger: string; block: BlockDetail }) {
  const checked = useQuery({ queryKey: ['certificate', ledger, block.id], staleTime: Infinity, retry: false, networkMode: 'always', queryFn: () => checkCertificate(block.jws, readBlock(block.jws)) });
  if (checked.error) return <p className={css.certified} data-ok="false">{sentenceOf(checked.error)}</p>;
  if (!checked.data) return <Lines count={2} />;
  const { step, seal } = checked.data;
  return (
    <div className={css.certificate}>
      <p className={css.certified} data-ok={step.ok}>{step.explanation} <span>Checked in this browser.</span></p>
      <ul>
        {seal.validators.map((v) => (
          <li key={v.kid}><span role="img" aria-label={v.signed ? 'signed' : 'did not sign'} data-signed={v.signed}>{v.signed ? <CheckIcon size={14} /> : <CrossIcon size={14} />}</span><Id value={v.kid} what="validator key" to={`/ledgers/${ledger}/state/key/${v.kid}`} /></li>
        ))}
      </ul>
    </div>
  );
}
