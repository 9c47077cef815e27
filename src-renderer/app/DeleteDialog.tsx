import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { failureOf } from '#shared/contract/failure.ts';
import { endpointPath } from '#shared/model/address.ts';
import type { Integration } from '#shared/model/integration.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { letGo } from './leave-guard.ts';
import { orpc } from './queries.ts';

interface DeleteDialogProps {
  readonly integration: Integration;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function DeleteDialog({ integration, opened, onClose }: DeleteDialogProps) {
  const queryClient = useQueryClient();
  const [, navigate] = useLocation();
  const removal = useMutation(
    orpc.integrations.remove.mutationOptions({
      onSuccess: () => {
        letGo();
        navigate('/');
        return queryClient.invalidateQueries({ queryKey: orpc.integrations.list.key() });
      },
    }),
  );
  const callsWait = removal.error !== null && failureOf(removal.error).code === 'calls_waiting';
  const remove = () => removal.mutate({ id: integration.id, cancelWaiting: callsWait });
  const close = () => {
    removal.reset();
    onClose();
  };
  return (
    <Dialog title={`Delete ${integration.name}`} opened={opened} onClose={close} size="sm">
      <Stack gap="sm">
        <Text>
          Calls to {endpointPath(integration)} are answered 404 from then on. Its calls stay in the log; the
          integration and its keys cannot be brought back.
        </Text>
        {removal.error && <ProblemNote error={removal.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={close}>
            Cancel
          </Button>
          <Button color="red" loading={removal.isPending} onClick={remove}>
            {callsWait ? 'Cancel the waiting calls and delete' : 'Delete'}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
