import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { client } from '#renderer/app/client.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { Connection } from '#shared/model/connection.ts';

/** Connects as the form says, saved or not, and tells what came of it. `read` gives null where the form is not valid. */
export function TestButton({ read }: { readonly read: () => Promise<Connection | null> }) {
  const testing = useMutation({
    mutationFn: async () => {
      const draft = await read();
      return draft === null ? null : client.connections.test({ draft });
    },
  });
  const { data, error, isPending } = testing;
  return (
    <>
      <Group>
        <Button variant="default" loading={isPending} onClick={() => testing.mutate()}>
          Test
        </Button>
      </Group>
      <div aria-live="polite">
        {data && (
          <Note
            tone={data.ok ? 'plain' : 'problem'}
            text={`${data.ok ? 'It works' : 'It does not work'}, after ${Math.round(data.durationMs)} ms: ${data.text}`}
          />
        )}
      </div>
      {error && <ProblemNote error={error} />}
    </>
  );
}
