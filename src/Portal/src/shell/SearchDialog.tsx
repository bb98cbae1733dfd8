import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { queries } from '../api/queries';
import { SearchIcon } from '../components/icons';
import { Badge } from '../components/ui';
import css from './shell.module.css';

/** Search by anything: name, id, block number, state path. Arrow keys choose, Enter opens; what is no id leads to the results page. */
export function SearchDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const [asked] = useDebouncedValue(text.trim(), 150);
  const { data, isFetching, isPlaceholderData, error } = useQuery({ ...queries.search(asked), enabled: opened && asked.length > 0 });
  const navigate = useNavigate();
  const hits = asked ? data?.items.slice(0, 12) ?? [] : [];
  useEffect(() => setChosen(0), [asked]);
  const go = (url: string) => { close(); setText(''); void navigate(url); };
  return (
    <Modal.Root opened={opened} onClose={close} size={640} yOffset="12dvh" transitionProps={{ duration: 120 }}>
      <Modal.Overlay />
      <Modal.Content aria-label="Search" radius={14}>
      <div className={css.searchBar}>
        <SearchIcon />
        <input
          className={css.searchInput} data-autofocus value={text} placeholder="Meter, site, block number or any id" aria-label="Search" role="combobox"
          aria-expanded={hits.length > 0} aria-controls="search-hits" aria-activedescendant={hits.length ? `hit-${chosen}` : undefined} autoComplete="off" spellCheck={false}
          onChange={(e) => setText(e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
              e.preventDefault();
              setChosen((n) => (hits.length ? (n + (e.key === 'ArrowDown' ? 1 : hits.length - 1)) % hits.length : 0));
            } else if (e.key === 'Enter' && text.trim()) {
              const hit = asked === text.trim() && !isPlaceholderData ? hits[chosen] : undefined;
              go(hit?.url ?? `/search?q=${encodeURIComponent(text.trim())}`);
            }
          }}
        />
      </div>
      {hits.length > 0 && (
        <div className={css.hits} id="search-hits" role="listbox" aria-label="Results">
          {hits.map((hit, i) => (
            <div key={`${hit.kind}${hit.id}`} id={`hit-${i}`} role="option" aria-selected={i === chosen} className={css.hit} onMouseMove={() => setChosen(i)} onClick={() => go(hit.url)}>
              <div style={{ minWidth: 0, flex: 1 }}><div className={css.hitTitle}>{hit.title}</div><div className={css.hitDetail}>{hit.detail}</div></div>
              <Badge>{hit.kind}</Badge>
            </div>
          ))}
        </div>
      )}
      <div className={css.searchFoot} role="status">
        {error ? <span>The search did not answer: {error.message}</span>
          : asked && !isFetching && hits.length === 0 ? <span>Nothing goes by “{asked}”. Ids may be given in part, from their beginning.</span>
            : <><span><kbd className={css.kbd}>↑</kbd> <kbd className={css.kbd}>↓</kbd> choose</span><span><kbd className={css.kbd}>Enter</kbd> open</span><span><kbd className={css.kbd}>Esc</kbd> close</span></>}
      </div>
      </Modal.Content>
    </Modal.Root>
  );
}
