import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import { sql } from '@codemirror/lang-sql';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { useEffect, useEffectEvent, useImperativeHandle, useLayoutEffect, useRef, type Ref } from 'react';
import { completeNames } from './code/complete-names.ts';
import type { CodeHandle } from './code/handle.ts';
import type { CodeLanguage } from './code/languages.ts';
import { jsonataLanguage, templateLanguage } from './code/jsonata-language.ts';
import { colours, look } from './code/look.ts';
import { markFaults, setFaults } from './code/mark-faults.ts';
import type { Fault, Sketch } from './expression-aid.ts';
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
  readonly faults: readonly Fault[];
  /** What names there are, when somebody types. */
  readonly sketch: () => Sketch;
  readonly minLines?: number;
  /** A field like any other, which Enter does not make higher. */
  readonly isLine?: boolean;
  readonly readOnly?: boolean;
  readonly handle?: Ref<CodeHandle>;
}

const languages: Record<CodeLanguage, () => Extension> = {
  javascript,
  json,
  jsonata: () => jsonataLanguage,
  sql: () => sql(),
  template: () => templateLanguage,
};

/** CodeMirror as a controlled field. It owns its text while it is typed in; another text from outside replaces it. */
export function CodeEditor({
  value,
  language,
  onChange,
  onBlur,
  labelledBy,
  describedBy,
  invalid,
  faults,
  sketch,
  minLines = 3,
  isLine = false,
  readOnly = false,
  handle,
}: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useEffectEvent((text: string) => onChange?.(text));
  const left = useEffectEvent(() => onBlur?.());
  const firstText = useEffectEvent(() => value);
  const names = useEffectEvent(() => sketch());

  // Before the handle is given out, so that whoever gets it can focus.
  useLayoutEffect(() => {
    if (!place.current) return;
    // The same one each time: the editor knows its sources by who they are.
    const completion = [{ autocomplete: completeNames(language, () => names()) }];
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: firstText(),
        extensions: [
          EditorView.cspNonce.of(pageNonce()),
          isLine ? lineSetup : basicSetup,
          replaceSelected,
          languages[language](),
          EditorState.languageData.of(() => completion),
          markFaults,
          colours,
          look(isLine ? 1 : minLines),
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
  }, [language, labelledBy, describedBy, minLines, isLine, readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: setFaults.of(faults) });
  }, [faults]);

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

/** Where one line is meant, Enter leaves it at that; with Shift there is a second one. */
const lineSetup: Extension = [
  history(),
  drawSelection(),
  closeBrackets(),
  // Enter does nothing else here, so that it need not wait for people to notice the list.
  autocompletion({ interactionDelay: 0 }),
  keymap.of([...closeBracketsKeymap, ...completionKeymap]),
  Prec.low(keymap.of([{ key: 'Enter', run: () => true }, ...defaultKeymap, ...historyKeymap])),
];
