import type { RefObject } from 'react';
import styles from './App.module.css';

/** For the keyboard: past the rail, which is the same on each page. Seen only while it has the focus. */
export function SkipLink({ to }: { readonly to: RefObject<HTMLElement | null> }) {
  return (
    <button type="button" className={styles.skip} onClick={() => to.current?.focus()}>
      Skip to content
    </button>
  );
}
