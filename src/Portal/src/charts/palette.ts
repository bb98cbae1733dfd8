import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import type { Hue } from '../theme/commodity';
import { usePrinting } from '../theme/print';

/** The theme's colours as values, for the canvas, which knows no CSS variables. */
export interface Palette {
  text: string; text2: string; line: string; surface: string; sunken: string; accent: string; warn: string; font: string;
  hue: (hue: Hue) => string; heat: string[];
}

export function usePalette(): Palette {
  const chosen = useComputedColorScheme('light');
  const scheme = usePrinting() ? 'light' : chosen;
  return useMemo(() => read(scheme), [scheme]);
}

function read(_scheme: string): Palette {
  const style = getComputedStyle(document.documentElement);
  // The minifier may shorten #ffffff to #fff; the arithmetic below wants all six digits.
  const value = (name: string) => style.getPropertyValue(`--sb-${name}`).trim().replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i, '#$1$1$2$2$3$3');
  return {
    text: value('text'), text2: value('text-2'), line: value('line'), surface: value('surface'), sunken: value('sunken'), accent: value('accent'), warn: value('warn'),
    font: value('font'), hue: (hue) => value(`c-${hue}`), heat: [0, 1, 2, 3, 4].map((n) => value(`heat-${n}`)),
  };
}

/** A colour with an opacity (#rrggbb in). */
export function faded(colour: string, opacity: number): string {
  const n = Number.parseInt(colour.slice(1), 16);
  return `rgba(${(n >> 16) & 255}, ${(n >> 8) & 255}, ${n & 255}, ${opacity})`;
}

/** Shades of one colour for several flows of the same kind: the first is the colour itself. */
export function shade(colour: string, step: number, surface: string): string {
  if (step === 0) return colour;
  const share = Math.min(0.62, step * 0.24);
  const a = Number.parseInt(colour.slice(1), 16);
  const b = Number.parseInt(surface.slice(1), 16);
  const mix = (shift: number) => Math.round(((a >> shift) & 255) * (1 - share) + ((b >> shift) & 255) * share);
  return `#${((mix(16) << 16) | (mix(8) << 8) | mix(0)).toString(16).padStart(6, '0')}`;
}
