import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { RecoveryChoice } from '#shared/model/setting.ts';
import { Outcome } from './Outcome.tsx';
import type { Choice, Recovered } from './recovery-words.ts';

interface RecoverDialogProps {
  readonly title: string;
  readonly choice: Choice;
  readonly request: RecoveryChoice;
  readonly onClose: () => void;
  readonly onRecovered: (recovered: Recovered) => void;
}

/** Asks once more, says what is under way, and what went wrong. */
export function RecoverDialog({ title, choice, request, onClose, onRecovered }: RecoverDialogProps) {
  const queryClient = useQueryClient();
  const recovery = useMutation(
    orpc.host.recover.mutationOptions({
      // The page may be gone by then: the runtime says that it is in use as soon as it is.
      onSuccess: (recovered) => {
        onRecovered(recovered);
        return queryClient.invalidateQueries();
      },
    }),
  );
  const close = () => {
    if (!recovery.isPending) onClose();
  };
  return (
    <Dialog title={title} opened onClose={close} size="md">
      <Stack gap="sm">
        <Text>{choice.text}</Text>
        <Outcome choice={choice} />
        <div role="status">
          {recovery.isPending && (
            <>
              <Text mb={6}>The data is being put right. With many calls this takes some minutes.</Text>
              <Progress value={100} animated striped size="sm" aria-label="Putting the data right" />
            </>
          )}
        </div>
        {recovery.error && <ProblemNote error={recovery.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus disabled={recovery.isPending} onClick={close}>
            Cancel
          </Button>
          <Button
            color={choice.kind === 'empty' ? 'red' : undefined}
            loading={recovery.isPending}
            onClick={() => recovery.mutate(request)}
          >
            {title}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
