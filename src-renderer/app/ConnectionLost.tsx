import { Note } from '#renderer/ui/Note.tsx';
import styles from './App.module.css';
import { useConnection } from './client.ts';

/** Above whatever page is open, at every width and however far it is scrolled: what stands there may be old. */
export function ConnectionLost() {
  const { state } = useConnection();
  if (state !== 'lost') return null;
  return (
    <div className={styles.lost}>
      <Note
        tone="problem"
        text="The connection to Hookline is lost: what is shown may be old, and nothing can be changed. It is tried again until Hookline answers."
      />
    </div>
  );
}
