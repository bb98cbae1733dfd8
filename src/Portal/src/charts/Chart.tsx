import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { Skeleton } from '@mantine/core';
import { memo, useEffect, useRef, useState } from 'react';
import { isPrinting } from '../theme/print';
import css from './charts.module.css';

/** Who asked for less motion, and paper, gets charts that stand at once. */
const motion = () => (isPrinting() || matchMedia('(prefers-reduced-motion: reduce)').matches ? { animation: false } : { animationDuration: 250 });

/** Pixels across that a chart is drawn with for paper, which then scales it to the page: its text comes out at seven points. */
const paper = 800;

/** Heat maps lie in a layer above their axes; paper takes the lowest. */
function flatten(place: HTMLElement | null) {
  const [ground, ...above] = place?.querySelectorAll('canvas') ?? [];
  const pen = ground?.getContext('2d');
  if (!pen) return;
  pen.save();
  pen.resetTransform();
  for (const layer of above) pen.drawImage(layer, 0, 0);
  pen.restore();
}

export type ChartOption = EChartsCoreOption;

/** A canvas chart. ECharts itself arrives as its own chunk after the page has painted; until then a skeleton keeps the place. */
export const Chart = memo(function Chart({ option, height, label, onSelect }: { option: ChartOption; height: number; label: string; onSelect?: (event: { name?: string; dataIndex: number; data: unknown }) => void }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const latest = useRef({ option, onSelect });
  const [ready, setReady] = useState(false);
  latest.current = { option, onSelect };

  useEffect(() => {
    let gone = false;
    let observer: ResizeObserver | null = null;
    // A canvas that is resized is empty until the next frame, for which a page on its way to paper does not wait.
    const toPaper = () => {
      chart.current?.resize({ width: paper });
      chart.current?.getZr().flush();
      flatten(place.current);
    };
    const toScreen = () => { chart.current?.resize({ width: 'auto' }); chart.current?.getZr().refresh(); };
    addEventListener('beforeprint', toPaper);
    addEventListener('afterprint', toScreen);
    void import('./echarts').then(({ init }) => {
      if (gone || !place.current) return;
      const made = init(place.current, null, { renderer: 'canvas' });
      chart.current = made;
      made.setOption({ ...motion(), ...latest.current.option });
      made.on('click', (event) => latest.current.onSelect?.(event as never));
      observer = new ResizeObserver(() => { if (!matchMedia('print').matches) made.resize(); });
      observer.observe(place.current);
      setReady(true);
    });
    return () => { gone = true; removeEventListener('beforeprint', toPaper); removeEventListener('afterprint', toScreen); observer?.disconnect(); chart.current?.dispose(); chart.current = null; };
  }, []);

  useEffect(() => { chart.current?.setOption({ ...motion(), ...option }, { notMerge: true }); }, [option]);

  return (
    <div className={css.plot} style={{ height }}>
      {!ready && <Skeleton height={height} radius="md" style={{ position: 'absolute', inset: 0 }} />}
      <div ref={place} role="img" aria-label={label} style={{ height, width: '100%' }} />
    </div>
  );
});
