import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Dialog } from './Dialog.tsx';
import { ProblemNote } from './ProblemNote.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly opened: boolean;
  /** What it does, and what cannot be undone. */
  readonly children: ReactNode;
  /** The word on the button that does it. */
  readonly action: string;
  /** The request that does it, where there is one. */
  readonly asking?: { readonly error: unknown; readonly isPending: boolean; reset(): void };
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is deleted; whoever presses Enter without reading leaves it as it is. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, opened, children, action, asking, onConfirm, onClose } = props;
  const close = () => {
    asking?.reset();
    onClose();
  };
  return (
    <Dialog title={title} opened={opened} onClose={close} size="sm">
      <Stack gap="sm">
        <Text>{children}</Text>
        {asking?.error ? <ProblemNote error={asking.error} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={close}>
            Cancel
          </Button>
          <Button color="red" loading={asking?.isPending} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
