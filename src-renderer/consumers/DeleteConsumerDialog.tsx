import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';

interface DeleteConsumerDialogProps {
  /** null while the dialog is closed. */
  readonly label: string | null;
  readonly onClose: () => void;
  readonly onConfirmed: () => void;
}

export function DeleteConsumerDialog({ label, onClose, onConfirmed }: DeleteConsumerDialogProps) {
  return (
    <ConfirmDialog
      title={`Delete ${label ?? ''}`}
      opened={label !== null}
      action="Delete"
      onConfirm={() => {
        onClose();
        onConfirmed();
      }}
      onClose={onClose}
    >
      Its key cannot be brought back. Calls that came with it stay in the log.
    </ConfirmDialog>
  );
}
