import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries';
import type { EvidenceItem } from '../../api/types';
import { DownloadIcon } from '../../components/icons';
import { Badge, Card, Empty, Id, Lines, Loaded, Time } from '../../components/ui';
import { fileName, saveFile } from '../../format/save';
import { count } from '../../format/numbers';
import { checkFile } from '../../verify/file';
import { VerdictView } from '../verify/VerdictView';
import css from './validators.module.css';

const kinds: Record<string, string> = { block: 'two blocks at one height', vote: 'two votes in one round', proposal: 'two proposals in one round', status: 'two accounts of one round', lie: 'a vote denied' };

/** What was found against validators: each a file that convicts by itself, checked in this browser. */
export function EvidenceCard({ ledger }: { ledger: string }) {
  const list = useQuery(queries.evidence(ledger));
  return (
    <Card title="Evidence" note="Two signed statements of one key that exclude each other. Whoever has them needs to believe nobody.">
      <Loaded query={list}>
        {({ items }) => (items.length === 0 ? <Empty title="Nothing speaks against anyone">No validator of this ledger was caught signing two statements that exclude each other.</Empty> : (
          <ul className={css.evidence}>{items.map((item) => <li key={item.id}><Item ledger={ledger} item={item} /></li>)}</ul>
        ))}
      </Loaded>
    </Card>
  );
}

function Item({ ledger, item }: { ledger: string; item: EvidenceItem }) {
  const [open, show] = useState(false);
  const text = JSON.stringify(item.file);
  const checked = useQuery({ queryKey: ['check-evidence', item.id], enabled: open, staleTime: Infinity, gcTime: 0, networkMode: 'always', queryFn: () => checkFile(text) });
  const result = checked.data;
  return (
    <>
      <div className={css.head}><h3>{item.party ?? 'A key'} at height {count(item.number)}</h3><Badge tone="bad">{kinds[item.kind] ?? item.kind}</Badge></div>
      <p className={css.said}>{item.sentence}</p>
      <div className={css.tools}>
        <span>Key <Id value={item.kid} what="key id" to={`/ledgers/${ledger}/state/key/${item.kid}`} /></span><span>found <Time at={item.foundAt} relative /></span>
        <Button size="sm" variant="default" aria-expanded={open} onClick={() => show(!open)}>Check it here</Button>
        <Button size="sm" variant="default" leftSection={<DownloadIcon size={16} />} onClick={() => saveFile(`${fileName(`${ledger}-${item.kind}-${item.number}-${item.kid}`)}.evidence.json`, text, 'application/json')}>Download</Button>
      </div>
      {open && (!result ? <Lines /> : 'unreadable' in result ? <p role="status">{result.unreadable}</p> : <VerdictView verdict={result.verdict} />)}
    </>
  );
}
