import { Note } from '#renderer/ui/Note.tsx';
import styles from './App.module.css';
import { useConnection } from './client.ts';
import { SignedOut } from './NotSignedIn.tsx';

/** Above whatever page is open, at every width and however far it is scrolled: that it may be old, or needs another token. */
export function ConnectionLost() {
  const { state } = useConnection();
  return (
    <>
      {/* Always there: it gives the focus back to where it was when it was opened. */}
      <SignedOut opened={state === 'refused'} />
      {state === 'lost' && (
        <div className={styles.lost}>
          <Note
            tone="problem"
            text="The connection to Hookline is lost: what is shown may be old, and nothing can be changed. It is tried again until Hookline answers."
          />
        </div>
      )}
    </>
  );
}
