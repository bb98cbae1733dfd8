import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const pine: MantineColorsTuple = ['#ecf7f2', '#d6ece2', '#abd9c5', '#7cc5a6', '#55c796', '#37a077', '#228a63', '#157553', '#0b6b4f', '#064a36'];

export const theme = createTheme({
  colors: { pine },
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 7 },
  fontFamily: 'var(--sb-font)',
  fontFamilyMonospace: 'var(--sb-mono)',
  headings: { fontFamily: 'var(--sb-font)', fontWeight: '600' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
});

/** Mantine's own surfaces take the portal's colours, so that a menu and a card are made of the same stuff. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--sb-surface)',
    '--mantine-color-text': 'var(--sb-text)',
    '--mantine-color-dimmed': 'var(--sb-text-2)',
    '--mantine-color-default': 'var(--sb-surface)',
    '--mantine-color-default-hover': 'var(--sb-sunken)',
    '--mantine-color-default-color': 'var(--sb-text)',
    '--mantine-color-default-border': 'var(--sb-line-strong)',
    '--mantine-color-placeholder': 'var(--sb-text-2)',
    '--mantine-color-anchor': 'var(--sb-accent)',
    '--mantine-color-error': 'var(--sb-bad)',
  };
  return { variables: {}, light: shared, dark: shared };
};

export const schemeKey = 'smartblocks-color-scheme';

export function cspNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
