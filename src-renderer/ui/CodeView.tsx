import type { ViewLanguage } from './code/languages.ts';
import styles from './CodeField.module.css';
import { lazily } from './lazily.ts';

// Loaded with the first text that is looked at, as the editor is.
const CodeViewer = lazily(
  async () => (await import('./CodeViewer.tsx')).CodeViewer,
  <div className={styles.loading}>Loading…</div>,
);

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
      <CodeViewer {...props} />
    </div>
  );
}
