import { Button, Group, Text } from '@mantine/core';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { leave, stay, useHeldBack } from './leave-guard.ts';

export function LeaveDialog() {
  const heldBack = useHeldBack();
  return (
    <Dialog title="Unsaved changes" opened={heldBack !== null} onClose={stay} size="sm">
      <Text mb="md">There are changes on this page that are not saved. Leaving it drops them.</Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={leave}>
          Leave without saving
        </Button>
        <Button data-autofocus onClick={stay}>
          Stay
        </Button>
      </Group>
    </Dialog>
  );
}
