import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from './ConfirmDialog.tsx';

interface DeleteNamedDialogProps {
  /** Null while nothing is asked. */
  readonly name: string | null;
  /** What comes of it. */
  readonly text: string;
  readonly remove: (of: { readonly name: string }) => Promise<unknown>;
  /** What is asked for anew afterwards. */
  readonly changed: QueryKey;
  readonly onClose: () => void;
}

/** Asks before what is known by its name is deleted. */
export function DeleteNamedDialog({ name, text, remove, changed, onClose }: DeleteNamedDialogProps) {
  const queryClient = useQueryClient();
  const removing = useMutation({
    mutationFn: (of: { readonly name: string }) => remove(of),
    onSuccess: () => {
      onClose();
      return queryClient.invalidateQueries({ queryKey: changed });
    },
  });
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
