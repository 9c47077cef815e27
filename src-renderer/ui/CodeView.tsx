import { lazy, Suspense } from 'react';
import type { ViewLanguage } from './code/languages.ts';
import styles from './CodeField.module.css';

// Loaded with the first text that is looked at, as the editor is.
const CodeViewer = lazy(async () => ({ default: (await import('./CodeViewer.tsx')).CodeViewer }));

interface CodeViewProps {
  readonly text: string;
  readonly language: ViewLanguage;
  /** What assistive technology calls it. */
  readonly label: string;
}

/** A text to be read: folded and searched (Ctrl or Cmd and F within it), never changed and never run. */
export function CodeView(props: CodeViewProps) {
  return (
    <div className={styles.frame}>
      <Suspense fallback={<div className={styles.loading}>Loading…</div>}>
        <CodeViewer {...props} />
      </Suspense>
    </div>
  );
}
