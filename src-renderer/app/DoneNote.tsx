import { Box, Button } from '@mantine/core';
import { Note } from '#renderer/ui/Note.tsx';

interface DoneNoteProps {
  /** null: nothing was done, or it has been read. */
  readonly text: string | null;
  readonly onRead: () => void;
}

/** What came of something that was decided where it cannot be seen any more, until it has been read. */
export function DoneNote({ text, onRead }: DoneNoteProps) {
  return (
    <Box aria-live="polite" mb={text === null ? 0 : 'md'}>
      {text !== null && (
        <Note tone="plain" text={text}>
          <Button variant="default" size="compact-xs" onClick={onRead}>
            Close
          </Button>
        </Note>
      )}
    </Box>
  );
}
