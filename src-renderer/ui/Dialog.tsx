import { Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/**
 * A dialog with a title and a named close button. Mantine's ready-made one has an unnamed button and a second
 * header landmark.
 */
export function Dialog({
  title,
  opened,
  onClose,
  size = 'md',
  children,
}: {
  title: string;
  opened: boolean;
  onClose: () => void;
  size?: 'sm' | 'md' | 'lg' | 'xl';
  children: ReactNode;
}) {
  return (
    <Modal.Root opened={opened} onClose={onClose} size={size} transitionProps={{ duration: 0 }}>
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content>
        <Group justify="space-between" p="md" pb="xs" wrap="nowrap">
          <Modal.Title fw={600}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Group>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
