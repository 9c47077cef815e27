// How the editor looks, by day and by night.
import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { Prec, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** Fewer lines than this are one expression; numbers beside it would say nothing. */
const linesWithNumbers = 4;

export const look = (minLines: number): Extension =>
  EditorView.theme({
    '&': { fontSize: '0.8rem', color: 'var(--mantine-color-text)' },
    '&.cm-focused': { outline: 'none' },
    '.cm-content': {
      fontFamily: 'var(--mantine-font-family-monospace)',
      minHeight: `${minLines * 1.4 + 0.6}em`,
      caretColor: 'var(--mantine-color-text)',
    },
    '.cm-scroller': { maxHeight: '50vh', overflow: 'auto', lineHeight: '1.4' },
    '.cm-gutters': {
      display: minLines < linesWithNumbers ? 'none' : 'flex',
      background: 'transparent',
      border: 'none',
      color: 'var(--mantine-color-dimmed)',
    },
    '.cm-activeLine, .cm-activeLineGutter': { background: 'transparent' },
    '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
      background: 'light-dark(#c5d3ff, #34427a)',
    },
    '.cm-fault': {
      textDecoration: 'underline wavy var(--mantine-color-error)',
      textDecorationSkipInk: 'none',
    },
    '.cm-completionDetail': { color: 'var(--mantine-color-dimmed)', fontStyle: 'normal' },
    '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
      background: 'var(--hook-chosen)',
      color: 'var(--mantine-color-text)',
    },
    '.cm-tooltip': { background: 'var(--mantine-color-body)', color: 'var(--mantine-color-text)' },
  });

/** The usual colours by day, lighter ones of the same hue by night. */
const nightColours: Readonly<Record<string, string>> = {
  '#404740': '#a3adb8',
  '#708': '#d0a9ff',
  '#219': '#a5b4fc',
  '#164': '#7ee2a8',
  '#a11': '#ffa8a1',
  '#e40': '#ffc078',
  '#00f': '#91a7ff',
  '#30a': '#b197fc',
  '#085': '#8ce9c6',
  '#167': '#7cd5e8',
  '#256': '#8fd0dc',
  '#00c': '#a5b4fc',
  '#940': '#ffc9a3',
  '#f00': '#ff8f85',
};

const style = HighlightStyle.define(
  defaultHighlightStyle.specs.map(({ color, ...spec }) =>
    typeof color === 'string'
      ? { ...spec, color: `light-dark(${color}, ${nightColours[color] ?? 'inherit'})` }
      : spec,
  ),
);

export const colours: Extension = Prec.highest(syntaxHighlighting(style));
