import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { useEffect, useEffectEvent, useImperativeHandle, useLayoutEffect, useRef, type Ref } from 'react';
import type { CodeHandle, CodeLanguage } from './CodeField.tsx';
import { pageNonce } from './nonce.ts';
import { replaceSelected } from './replace-selected.ts';

interface CodeEditorProps {
  readonly value: string;
  readonly language: CodeLanguage;
  readonly onChange?: (value: string) => void;
  readonly onBlur?: () => void;
  readonly labelledBy: string;
  readonly describedBy: string;
  readonly invalid: boolean;
  readonly minLines?: number;
  readonly readOnly?: boolean;
  readonly handle?: Ref<CodeHandle>;
}

// JSONata has no grammar of its own here; JavaScript's strings, numbers and operators are near enough.
const languages: Record<CodeLanguage, () => Extension> = { javascript, json, jsonata: javascript };

/** CodeMirror as a controlled field. It owns its text while it is typed in; another text from outside replaces it. */
export function CodeEditor({
  value,
  language,
  onChange,
  onBlur,
  labelledBy,
  describedBy,
  invalid,
  minLines = 3,
  readOnly = false,
  handle,
}: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useEffectEvent((text: string) => onChange?.(text));
  const left = useEffectEvent(() => onBlur?.());
  const firstText = useEffectEvent(() => value);

  // Before the handle is given out, so that whoever gets it can focus.
  useLayoutEffect(() => {
    if (!place.current) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: firstText(),
        extensions: [
          EditorView.cspNonce.of(pageNonce()),
          basicSetup,
          replaceSelected,
          languages[language](),
          Prec.highest(syntaxHighlighting(colours)),
          look(minLines),
          EditorView.lineWrapping,
          EditorState.readOnly.of(readOnly),
          EditorView.contentAttributes.of({
            // Reachable by Tab also for those who only look at what scrolls.
            tabindex: '0',
            'aria-labelledby': labelledBy,
            'aria-describedby': describedBy,
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed(update.state.doc.toString());
            if (update.focusChanged && !update.view.hasFocus) left();
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [language, labelledBy, describedBy, minLines, readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.contentDOM.setAttribute('aria-invalid', String(invalid));
  }, [invalid]);

  useImperativeHandle(
    handle,
    () => ({
      focus: () => {
        view.current?.focus();
        // The editor takes the focus without scrolling.
        view.current?.contentDOM.scrollIntoView({ block: 'nearest' });
      },
    }),
    [],
  );
  return <div ref={place} />;
}

/** Fewer lines than this are one expression; numbers beside it would say nothing. */
const linesWithNumbers = 4;

const look = (minLines: number): Extension =>
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

const colours = HighlightStyle.define(
  defaultHighlightStyle.specs.map(({ color, ...spec }) =>
    typeof color === 'string'
      ? { ...spec, color: `light-dark(${color}, ${nightColours[color] ?? 'inherit'})` }
      : spec,
  ),
);
