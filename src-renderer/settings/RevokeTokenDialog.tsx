import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { AccessToken } from '#shared/model/access.ts';

export function RevokeTokenDialog({
  token,
  onClose,
}: {
  /** Null while nothing is asked. */
  readonly token: AccessToken | null;
  readonly onClose: () => void;
}) {
  const revoking = useMutation(
    orpc.access.revoke.mutationOptions({
      onSuccess: () => {
        onClose();
        return queryClient.invalidateQueries({ queryKey: orpc.access.list.key() });
      },
    }),
  );
  const close = () => {
    revoking.reset();
    onClose();
  };
  return (
    <Dialog title={`Revoke ${token?.label ?? ''}`} opened={token !== null} onClose={close} size="sm">
      <Stack gap="sm">
        <Text>
          The token is refused from then on, and what is open with it ends. It cannot be brought back.
        </Text>
        {revoking.error && <ProblemNote error={revoking.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={close}>
            Cancel
          </Button>
          <Button
            color="red"
            loading={revoking.isPending}
            onClick={() => token !== null && revoking.mutate({ id: token.id })}
          >
            Revoke
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
