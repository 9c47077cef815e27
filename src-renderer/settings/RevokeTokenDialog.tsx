import { useMutation } from '@tanstack/react-query';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
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
  return (
    <ConfirmDialog
      title={`Revoke ${token?.label ?? ''}`}
      opened={token !== null}
      action="Revoke"
      asking={revoking}
      onConfirm={() => token !== null && revoking.mutate({ id: token.id })}
      onClose={onClose}
    >
      The token is refused from then on, and what is open with it ends. It cannot be brought back.
    </ConfirmDialog>
  );
}
