import { Button, Group, Text } from '@mantine/core';
import { Dialog } from '#renderer/ui/Dialog.tsx';

interface DeleteConsumerDialogProps {
  /** null while the dialog is closed. */
  readonly label: string | null;
  readonly onClose: () => void;
  readonly onConfirmed: () => void;
}

export function DeleteConsumerDialog({ label, onClose, onConfirmed }: DeleteConsumerDialogProps) {
  return (
    <Dialog title={`Delete ${label ?? ''}`} opened={label !== null} onClose={onClose} size="sm">
      <Text mb="md">Its key cannot be brought back. Calls that came with it stay in the log.</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" data-autofocus onClick={onClose}>
          Cancel
        </Button>
        <Button
          color="red"
          onClick={() => {
            onClose();
            onConfirmed();
          }}
        >
          Delete
        </Button>
      </Group>
    </Dialog>
  );
}
