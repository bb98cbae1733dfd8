import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { Skeleton } from '@mantine/core';
import { memo, useEffect, useRef, useState } from 'react';

/** Who asked for less motion gets charts that stand at once. */
const motion = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? { animation: false } : { animationDuration: 250 });

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
    void import('./echarts').then(({ init }) => {
      if (gone || !place.current) return;
      const made = init(place.current, null, { renderer: 'canvas' });
      chart.current = made;
      made.setOption({ ...motion(), ...latest.current.option });
      made.on('click', (event) => latest.current.onSelect?.(event as never));
      observer = new ResizeObserver(() => made.resize());
      observer.observe(place.current);
      setReady(true);
    });
    return () => { gone = true; observer?.disconnect(); chart.current?.dispose(); chart.current = null; };
  }, []);

  useEffect(() => { chart.current?.setOption({ ...motion(), ...option }, { notMerge: true }); }, [option]);

  return (
    <div style={{ position: 'relative', height }}>
      {!ready && <Skeleton height={height} radius="md" style={{ position: 'absolute', inset: 0 }} />}
      <div ref={place} role="img" aria-label={label} style={{ height, width: '100%' }} />
    </div>
  );
});
