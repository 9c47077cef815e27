import { useMutation } from '@tanstack/react-query';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';

interface DeleteRuleDialogProps {
  /** Null while nothing is asked. */
  readonly name: string | null;
  readonly onClose: () => void;
}

export function DeleteRuleDialog({ name, onClose }: DeleteRuleDialogProps) {
  const removing = useMutation(
    orpc.notifications.remove.mutationOptions({
      onSuccess: () => {
        onClose();
        return queryClient.invalidateQueries({ queryKey: orpc.notifications.key() });
      },
    }),
  );
  return (
    <ConfirmDialog
      title={`Delete ${name ?? ''}`}
      opened={name !== null}
      action="Delete"
      asking={removing}
      onConfirm={() => name !== null && removing.mutate({ name })}
      onClose={onClose}
    >
      It tells nothing more. What it told stays in the list.
    </ConfirmDialog>
  );
}
