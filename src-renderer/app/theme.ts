// Dense and quiet: small controls, one accent colour, text that keeps a contrast of 4.5 in light and dark.
import { createTheme, type CSSVariablesResolver } from '@mantine/core';

const small = { defaultProps: { size: 'xs' } };

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'sm',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '1.25rem' }, h2: { fontSize: '0.9375rem' }, h3: { fontSize: '0.875rem' } },
  },
  components: {
    Text: { defaultProps: { size: 'sm' } },
    Button: small,
    TextInput: small,
    Autocomplete: small,
    NumberInput: small,
    PasswordInput: small,
    Textarea: small,
    Select: { defaultProps: { size: 'xs', allowDeselect: false, comboboxProps: { shadow: 'md' } } },
    MultiSelect: small,
    Checkbox: small,
    Radio: small,
    Switch: small,
    SegmentedControl: small,
    Menu: { defaultProps: { shadow: 'md', withinPortal: true } },
    // A name says nothing where nothing is named by it.
    Loader: { defaultProps: { role: 'progressbar' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    Table: { defaultProps: { verticalSpacing: 5, horizontalSpacing: 'xs', fz: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
  },
});

export const themeVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--hook-rail': '#f6f7f9',
    '--hook-line': '#dfe3e8',
    '--hook-hover': '#e9ecf1',
    '--hook-chosen': '#dfe5ff',
    '--hook-well': '#f3f5f7',
    '--hook-warning': '#fff6e5',
    '--hook-warning-line': '#e8b04b',
    '--hook-problem': '#fdeeec',
    '--hook-problem-line': '#dd6b5f',
    '--mantine-color-dimmed': '#56606b',
    '--mantine-color-placeholder': '#666f7a',
    '--mantine-color-error': '#b42318',
  },
  dark: {
    '--hook-rail': '#1b1e23',
    '--hook-line': '#30353d',
    '--hook-hover': '#262a31',
    '--hook-chosen': '#2b3356',
    '--hook-well': '#1f2329',
    '--hook-warning': '#2a2416',
    '--hook-warning-line': '#a67c2d',
    '--hook-problem': '#2e1c1b',
    '--hook-problem-line': '#b4584e',
    '--mantine-color-body': '#16181c',
    '--mantine-color-dimmed': '#a3adb8',
    '--mantine-color-placeholder': '#98a2ad',
    '--mantine-color-error': '#ff8f85',
    // Mantine's own is nearly white there: of what deletes nothing would be red.
    '--mantine-color-red-light-color': '#ff8f85',
    '--mantine-color-anchor': '#91a7ff',
  },
});
