import { Group, Modal } from '@mantine/core';
import { useCallback, useState, type ReactNode } from 'react';
import { DialogHold, useHeld, type Held } from './dialog-hold.ts';

/**
 * A dialog with a title and a named close button. Mantine's ready-made one has an unnamed button and a second
 * header landmark. A click beside it closes it only where nothing would be lost, and Escape where that can be typed
 * again.
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
  const [held, setHeld] = useState<readonly Held[]>([]);
  const hold = useCallback((what: Held) => {
    setHeld((before) => [...before, what]);
    return () => setHeld((before) => before.toSpliced(before.indexOf(what), 1));
  }, []);
  const isShownOnce = held.includes('shownOnce');
  // Escape goes on to the dialog that this one stands in.
  useHeld(opened && isShownOnce ? 'shownOnce' : null);
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={size}
      transitionProps={{ duration: 0 }}
      closeOnClickOutside={held.length === 0}
      closeOnEscape={!isShownOnce}
    >
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content>
        <Group justify="space-between" p="md" pb="xs" wrap="nowrap">
          <Modal.Title fw={600}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Group>
        <Modal.Body>
          <DialogHold value={hold}>{children}</DialogHold>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
