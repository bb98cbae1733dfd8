/** The last 24 hours as bars; a missing hour is a gap with a tick on the floor, not a zero. */
export function Sparkline({ values, label, colour = 'var(--sb-c-electricity)', width = 200, height = 44 }: { values: (number | null)[]; label: string; colour?: string; width?: number; height?: number }) {
  const top = Math.max(...values.map((v) => v ?? 0), 0.001);
  const step = width / Math.max(values.length, 1);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" height={height} preserveAspectRatio="none" role="img" aria-label={label} style={{ display: 'block' }}>
      {values.map((v, i) => (v === null
        ? <rect key={i} x={i * step + step * 0.3} y={height - 2} width={step * 0.4} height={2} fill="var(--sb-line-strong)" />
        : <rect key={i} x={i * step + step * 0.14} y={height - Math.max(1.5, (v / top) * height)} width={step * 0.72} height={Math.max(1.5, (v / top) * height)} rx={1.5} fill={colour} opacity={i === values.length - 1 ? 1 : 0.62} />))}
    </svg>
  );
}
