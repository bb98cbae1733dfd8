import { Button, Skeleton, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { type CSSProperties, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Link } from 'react-router';
import { failureOf } from '../api/failure';
import { shortId } from '../format/ids';
import { quantity } from '../format/numbers';
import { ago, dateTime, utc } from '../format/times';
import { type Hue, hueVariable } from '../theme/commodity';
import { CheckIcon, CopyIcon } from './icons';
import css from './ui.module.css';

export { css as ui };

export function Page({ title, note, tools, crumbs, children, documentTitle }: {
  title: ReactNode; note?: ReactNode; tools?: ReactNode; crumbs?: { label: string; to: string }[]; children: ReactNode; documentTitle: string;
}) {
  useEffect(() => { document.title = `${documentTitle} · SmartBlocks`; }, [documentTitle]);
  return (
    <div className={css.page}>
      <header className={css.pageHead}>
        <div style={{ minWidth: 0 }}>
          {crumbs && (
            <nav aria-label="Breadcrumb"><ol className={css.crumbs}>{crumbs.map((c) => <li key={c.to}><Link to={c.to}>{c.label}</Link></li>)}</ol></nav>
          )}
          <h1 className={css.pageTitle}>{title}</h1>
          {note && <p className={css.pageNote}>{note}</p>}
        </div>
        {tools && <div className={css.pageTools}>{tools}</div>}
      </header>
      {children}
    </div>
  );
}

export function Card({ title, note, tools, children, flush = false, span, className, style }: {
  title?: ReactNode; note?: ReactNode; tools?: ReactNode; children: ReactNode; flush?: boolean; span?: 4 | 5 | 6 | 7 | 8; className?: string; style?: CSSProperties;
}) {
  const id = useId();
  return (
    <section className={`${css.card} ${flush ? css.flush : ''} ${className ?? ''}`} data-flush={flush} data-span={span} aria-labelledby={title ? id : undefined} style={style}>
      {(title || tools) && (
        <div className={css.cardHead}>
          <div style={{ minWidth: 0, flex: '1 1 200px' }}>
            {title && <h2 className={css.cardTitle} id={id}>{title}</h2>}
            {note && <p className={css.cardNote}>{note}</p>}
          </div>
          {tools && <div className={css.cardTools}>{tools}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

export function CopyButton({ value, label }: { value: string; label: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <Tooltip label={clipboard.copied ? 'Copied' : label} openDelay={300}>
      <button type="button" className={css.copy} data-done={clipboard.copied} aria-label={label} onClick={(e) => { e.stopPropagation(); e.preventDefault(); clipboard.copy(value); }}>
        {clipboard.copied ? <CheckIcon size={14} /> : <CopyIcon size={14} />}
      </button>
    </Tooltip>
  );
}

/** An id: shortened in the middle, the whole of it on hover, to copy and to follow. */
export function Id({ value, to, what = 'id', full = false }: { value: string; to?: string; what?: string; full?: boolean }) {
  const text = full ? value : shortId(value);
  return (
    <span className={css.id}>
      {to ? <Link to={to} title={value} className={css.idText}>{text}</Link> : <span title={value} className={css.idText}>{text}</span>}
      <CopyButton value={value} label={`Copy ${what}`} />
    </span>
  );
}

/** A time: local (of the browser or of a site) with UTC on hover. */
export function Time({ at, relative = false, format = dateTime, timeZone }: { at: string; relative?: boolean; format?: (iso: string, timeZone?: string) => string; timeZone?: string }) {
  return (
    <Tooltip label={<>{relative && <>{dateTime(at, timeZone)}<br /></>}{utc(at)}</>} openDelay={200}>
      <time dateTime={at} className={css.time}>{relative ? <Ago at={at} /> : format(at, timeZone)}</time>
    </Tooltip>
  );
}

function Ago({ at }: { at: string }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 10_000);
    return () => clearInterval(timer);
  }, []);
  return <>{ago(at)}</>;
}

export function Quantity({ value, unit, style }: { value: number | null | undefined; unit: string; style?: CSSProperties }) {
  const q = quantity(value, unit);
  return <span className={css.quantity} style={style}>{q.value}<span className={css.unit}>{q.unit}</span></span>;
}

export function Badge({ tone, children }: { tone?: 'good' | 'warn' | 'bad'; children: ReactNode }) {
  return <span className={css.badge} data-tone={tone}>{children}</span>;
}

export function Swatch({ hue }: { hue: Hue }) {
  return <span className={css.swatch} style={{ background: hueVariable(hue) }} aria-hidden="true" />;
}

export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return <div className={css.state}><h3>{title}</h3><p>{children}</p>{action && <div className={css.stateAction}>{action}</div>}</div>;
}

export function Failed({ error, retry, busy }: { error: unknown; retry?: () => void; busy?: boolean }) {
  const { title, detail, calm, technical } = failureOf(error);
  return (
    <div className={`${css.state} ${calm ? css.calm : css.error}`} role="alert">
      <h3>{title}</h3>
      {detail && <p>{detail}</p>}
      {technical && <details className={css.technical}><summary>What the browser said</summary><code>{technical}</code></details>}
      {retry && <div className={css.stateAction}><Button variant="default" loading={busy} onClick={retry}>Try again</Button></div>}
    </div>
  );
}

/** What a query shows before, instead of, and when it has data. */
export function Loaded<T>({ query, skeleton, children }: {
  query: { data: T | undefined; error: unknown; isPending: boolean; isFetching?: boolean; refetch: () => unknown }; skeleton?: ReactNode; children: (data: T) => ReactNode;
}) {
  // While it is asked for again, what failed stays: a page that is asked for every few seconds would flicker otherwise.
  const failed = useRef<unknown>(null);
  if (query.error) failed.current = query.error;
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (failed.current) return <Failed error={failed.current} busy={query.isFetching} retry={() => { void query.refetch(); }} />;
  return <div role="status" aria-label="Loading">{skeleton ?? <Lines />}</div>;
}

export function Lines({ count = 5, height = 18 }: { count?: number; height?: number }) {
  return <div style={{ display: 'grid', gap: 14, padding: '6px 0' }}>{Array.from({ length: count }, (_, i) => <Skeleton key={i} height={height} width={`${96 - ((i * 37) % 40)}%`} />)}</div>;
}

export function Facts({ rows }: { rows: (readonly [string, ReactNode] | null | false)[] }) {
  return <dl className={css.facts}>{rows.filter((r): r is readonly [string, ReactNode] => Boolean(r)).map(([k, v], i) => <div key={`${k}${i}`} style={{ display: 'contents' }}><dt>{k}</dt><dd>{v}</dd></div>)}</dl>;
}

export function Json({ value }: { value: unknown }) {
  const text = JSON.stringify(value, null, 2) ?? 'null';
  const parts: ReactNode[] = [];
  const token = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/g;
  let at = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    parts.push(text.slice(at, match.index));
    const [all, quoted, colon] = match;
    parts.push(quoted ? <span key={match.index} className={colon ? css.jsonKey : css.jsonText}>{quoted}</span> : <span key={match.index} className={css.jsonNumber}>{all}</span>);
    if (quoted && colon) parts.push(colon);
    at = match.index + all.length;
  }
  parts.push(text.slice(at));
  return <pre className={css.json} tabIndex={0} aria-label="JSON">{parts}</pre>;
}
