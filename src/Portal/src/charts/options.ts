import type { Palette } from './palette';

/** What every chart of the portal has in common. Tooltips are drawn on the canvas (richText), so that no inline style is needed. */
export function tooltip(p: Palette) {
  return {
    renderMode: 'richText' as const, confine: true, backgroundColor: p.surface, borderColor: p.line, borderWidth: 1, padding: [10, 14],
    textStyle: { color: p.text, fontFamily: p.font, fontSize: 13, lineHeight: 20 }, shadowBlur: 12, shadowColor: 'rgba(0,0,0,0.12)',
  };
}

export const axisText = (p: Palette) => ({ color: p.text2, fontFamily: p.font, fontSize: 12 });

export function categoryAxis(p: Palette, data: string[], interval?: number | 'auto' | ((index: number) => boolean)) {
  return {
    type: 'category' as const, data, axisLine: { lineStyle: { color: p.line } }, axisTick: { show: false },
    axisLabel: { ...axisText(p), hideOverlap: true, interval }, axisPointer: { type: 'shadow' as const, shadowStyle: { color: p.text, opacity: 0.05 } },
  };
}

export function valueAxis(p: Palette, unit: string) {
  return {
    type: 'value' as const, name: unit, nameTextStyle: { ...axisText(p), align: 'left' as const, padding: [0, 0, 4, -34] }, nameGap: 12,
    axisLabel: { ...axisText(p), formatter: (v: number) => new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }).format(v) },
    splitLine: { lineStyle: { color: p.line } }, splitNumber: 4,
  };
}

export function zoom(p: Palette, show: boolean, startValue?: number) {
  if (!show) return [];
  return [
    { type: 'inside' as const, zoomOnMouseWheel: 'ctrl' as const, moveOnMouseWheel: false, startValue },
    {
      type: 'slider' as const, height: 22, bottom: 4, startValue, borderColor: 'transparent', backgroundColor: p.sunken, fillerColor: 'rgba(127,140,133,0.22)', brushSelect: true,
      handleStyle: { color: p.surface, borderColor: p.text2 }, moveHandleSize: 0, showDetail: false, showDataShadow: false, handleSize: '110%',
    },
  ];
}

/** Colours of a heat map: its first series by value; its second, what is missing, all in one tone. ECharts draws no cell of a series that no scale colours. */
export function heatScales(palette: Palette, least: number, most: number) {
  return [
    { show: false, min: least, max: most || 1, dimension: 2, seriesIndex: 0, inRange: { color: palette.heat } },
    { show: false, min: 0, max: 1, dimension: 2, seriesIndex: 1, inRange: { color: [palette.surface, palette.surface] } },
  ];
}
