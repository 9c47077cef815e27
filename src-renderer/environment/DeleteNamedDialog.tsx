import { type QueryKey, useMutation } from '@tanstack/react-query';
import { type orpc, queryClient } from '#renderer/app/queries.ts';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';

interface DeleteNamedDialogProps {
  /** Null while nothing is asked. */
  readonly name: string | null;
  readonly text: string;
  readonly remove: typeof orpc.environment.remove | typeof orpc.connections.remove;
  /** What is asked for anew afterwards. */
  readonly changed: QueryKey;
  readonly onClose: () => void;
}

export function DeleteNamedDialog({ name, text, remove, changed, onClose }: DeleteNamedDialogProps) {
  const removing = useMutation(
    remove.mutationOptions({
      onSuccess: () => {
        onClose();
        return queryClient.invalidateQueries({ queryKey: changed });
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
      {text}
    </ConfirmDialog>
  );
}
