import type { CallState } from '#shared/model/call.ts';
import styles from './StateBadge.module.css';

export type Tone = 'good' | 'busy' | 'waiting' | 'bad' | 'refused' | 'off';

/** A state in words with a dot of its colour beside it. */
export function StateBadge({ tone, text }: { tone: Tone; text: string }) {
  return (
    <span className={styles.badge}>
      <span className={`${styles.dot} ${styles[tone]}`} aria-hidden />
      <span className={styles.text}>{text}</span>
    </span>
  );
}

const toneOf: Record<CallState, Tone> = {
  refused: 'refused',
  waiting: 'waiting',
  running: 'busy',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'off',
  interrupted: 'bad',
};

export const CallStateBadge = ({ state }: { state: CallState }) => (
  <StateBadge tone={toneOf[state]} text={state} />
);
