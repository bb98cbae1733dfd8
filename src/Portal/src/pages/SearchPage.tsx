import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { queries } from '../api/queries';
import { SearchIcon } from '../components/icons';
import { Badge, Card, Empty, Loaded, Page } from '../components/ui';
import shell from '../shell/shell.module.css';

export function SearchPage() {
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const [text, setText] = useState(q);
  useEffect(() => setText(q), [q]);
  const hits = useQuery(queries.search(q));
  return (
    <Page title={q ? <>Results for “{q}”</> : 'Search'} documentTitle="Search" note="Sites, meters, keys, blocks, batches, transactions and states, by name, number or any id.">
      <form onSubmit={(e) => { e.preventDefault(); setParams({ q: text.trim() }); }} style={{ display: 'flex', gap: 8, marginBottom: 20, maxWidth: 640 }}>
        <TextInput aria-label="Search for" value={text} onChange={(e) => setText(e.currentTarget.value)} leftSection={<SearchIcon size={16} />} style={{ flex: 1 }} size="md" />
        <Button type="submit" size="md">Search</Button>
      </form>
      {q ? (
        <Card>
          <Loaded query={hits}>
            {({ items }) => (items.length === 0
              ? <Empty title="Nothing goes by that name">Ids may be given in part, from their beginning; blocks by number; meters and sites by name. Check that the ledger is one you may see.</Empty>
              : (
                <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2, margin: -8 }}>
                  {items.map((hit) => (
                    <Link key={`${hit.kind}${hit.id}`} to={hit.url} className={shell.hit}>
                      <div style={{ minWidth: 0, flex: 1 }}><div className={shell.hitTitle}>{hit.title}</div><div className={shell.hitDetail}>{hit.detail}</div></div>
                      <Badge>{hit.kind}</Badge>
                    </Link>
                  ))}
                </div>
              ))}
          </Loaded>
        </Card>
      ) : <Card><Empty title="What are you looking for?">Type a meter, a site, a block number or paste any id.</Empty></Card>}
    </Page>
  );
}
