import { ActionIcon, Button, NumberInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { LeftIcon, RightIcon } from '../../components/icons';
import { count } from '../../format/numbers';
import css from './state.module.css';

/** Which block's state is shown: the newest as it grows, or any past one. */
export function BlockPicker({ at, height, pick }: { at: number | null; height: number | undefined; pick: (block: number | null) => void }) {
  const [text, setText] = useState<number | string>(at ?? '');
  useEffect(() => setText(at ?? ''), [at]);
  const chosen = at ?? height;
  const enter = () => { if (text === '') pick(null); else if (typeof text === 'number') pick(Math.max(0, Math.min(text, height ?? text))); };
  return (
    <div className={css.picker} role="group" aria-label="State as of block">
      <span className={css.pickerLabel}>State after block</span>
      <ActionIcon variant="default" size="md" aria-label="The block before" disabled={chosen === undefined || chosen <= 0} onClick={() => pick(chosen! - 1)}><LeftIcon size={15} /></ActionIcon>
      <NumberInput aria-label="State as of block" placeholder={height === undefined ? '…' : `${count(height)}, newest`} value={text} min={0} max={height} allowDecimal={false} allowNegative={false} size="xs" w={124} hideControls
        onChange={setText} onBlur={enter} onKeyDown={(e) => { if (e.key === 'Enter') enter(); }} />
      <ActionIcon variant="default" size="md" aria-label="The block after" disabled={at === null || height === undefined || at >= height} onClick={() => pick(at! + 1)}><RightIcon size={15} /></ActionIcon>
      {at !== null && <Button variant="subtle" size="compact-sm" onClick={() => pick(null)}>Newest</Button>}
    </div>
  );
}
