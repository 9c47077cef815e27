import { json } from '@codemirror/lang-json';
import { xml } from '@codemirror/lang-xml';
import { openSearchPanel } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { Button } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ViewLanguage } from './code/languages.ts';
import { colours, look } from './code/look.ts';
import styles from './CodeField.module.css';
import { pageNonce } from './nonce.ts';

const languages: Readonly<Record<ViewLanguage, () => Extension>> = { json, xml, text: () => [] };

interface CodeViewerProps {
  readonly text: string;
  readonly language: ViewLanguage;
  readonly label: string;
}

/** What every view of a text that is only read has. */
export const readOnlyView = (language: ViewLanguage, label: string): Extension => [
  EditorView.cspNonce.of(pageNonce()),
  basicSetup,
  languages[language](),
  colours,
  look(4),
  EditorView.lineWrapping,
  EditorState.readOnly.of(true),
  EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label, 'aria-readonly': 'true' }),
];

export function CodeViewer({ text, language, label }: CodeViewerProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  useEffect(() => {
    if (!place.current) return;
    const state = EditorState.create({ doc: text, extensions: readOnlyView(language, label) });
    const viewer = new EditorView({ parent: place.current, state });
    view.current = viewer;
    return () => viewer.destroy();
  }, [text, language, label]);
  return (
    <div className={styles.viewer}>
      <Button
        className={styles.find}
        variant="default"
        size="compact-xs"
        aria-label={`Find in: ${label}`}
        title="Ctrl or Cmd and F"
        leftSection={<Search size={13} aria-hidden />}
        onClick={() => view.current && openSearchPanel(view.current)}
      >
        Find
      </Button>
      <div ref={place} />
    </div>
  );
}
