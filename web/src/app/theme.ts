import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

// Harbour: a calm blue-green whose shades 7 to 9 carry white text, and 2 to 4 dark text, at more than 4.5 to 1.
const harbour: MantineColorsTuple = [
  '#e6f7f9',
  '#d3ebee',
  '#a8d6dc',
  '#7ac0c9',
  '#53adb9',
  '#3aa2af',
  '#22909e',
  '#0b7285',
  '#07606f',
  '#024e5b',
];

export const theme = createTheme({
  // A menu has items and nothing else (WAI-ARIA): not Mantine's place for the first focus.
  components: { Menu: { defaultProps: { withInitialFocusPlaceholder: false, returnFocus: true } } },
  colors: { harbour },
  primaryColor: 'harbour',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace',
  headings: { fontWeight: '650' },
});

/** Mantine's quiet grey is too faint to read for many (WCAG 2.2, 1.4.3). */
export const cssVariables: CSSVariablesResolver = (made) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': made.colors.gray[7],
    '--mantine-color-placeholder': made.colors.gray[6],
    '--mantine-color-error': made.colors.red[9],
    '--mantine-color-anchor': harbour[8],
    // Text on light badges and alerts, where Mantine's shade 9 has less than 4.5 to 1.
    '--mantine-color-teal-light-color': '#066549',
    '--mantine-color-green-light-color': '#1f6b2e',
    '--mantine-color-yellow-light-color': '#7a4a00',
    '--mantine-color-orange-light-color': '#9c3206',
    '--mantine-color-red-light-color': '#b02222',
  },
  dark: {
    '--mantine-color-dimmed': made.colors.dark[1],
    '--mantine-color-placeholder': made.colors.dark[2],
    '--mantine-color-error': made.colors.red[4],
    '--mantine-color-anchor': harbour[3],
  },
});
