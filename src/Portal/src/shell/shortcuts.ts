import { useEffect, useRef } from 'react';

export interface Shortcut { keys: string; does: string; run: () => void }

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Single keys and two-key sequences ("g o"), silent while one types. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  const current = useRef(shortcuts);
  useEffect(() => { current.current = shortcuts; });
  useEffect(() => {
    let before: { key: string; at: number } | null = null;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (document.querySelector('[role="dialog"]')) return;
      const sequence = before && event.timeStamp - before.at < 1200 ? `${before.key} ${event.key}` : '';
      const found = current.current.find((s) => s.keys === sequence) ?? current.current.find((s) => s.keys === event.key);
      before = found ? null : { key: event.key, at: event.timeStamp };
      if (found) { event.preventDefault(); found.run(); }
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
