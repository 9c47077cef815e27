import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Note.module.css';

/** A sentence that stands out, with what can be done about it. A problem is read out at once. */
export function Note({
  tone,
  text,
  children,
}: {
  tone: 'problem' | 'warning' | 'plain';
  text: string;
  children?: ReactNode;
}) {
  return (
    <div role={tone === 'problem' ? 'alert' : 'note'} className={`${styles.note} ${styles[tone]}`}>
      <span className={styles.said}>
        {tone !== 'plain' && <TriangleAlert size={16} aria-hidden />}
        <span>{text}</span>
      </span>
      {children && <span className={styles.actions}>{children}</span>}
    </div>
  );
}
