import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useHeld } from './dialog-hold.ts';

interface ShownOnceProps {
  /** What it is, and what to do with it. */
  readonly text: string;
  readonly value: string;
  /** What it is called. */
  readonly name: string;
  /** Ways to take it along. */
  readonly children: ReactNode;
  readonly onClose: () => void;
}

/** A secret that its dialog shows this once, until somebody says that they have it. */
export function ShownOnce({ text, value, name, children, onClose }: ShownOnceProps) {
  useHeld('shownOnce');
  return (
    <Stack gap="sm">
      <Text>{text}</Text>
      <Text className="mono" style={{ overflowWrap: 'anywhere' }} data-testid={name}>
        {value}
      </Text>
      <Group justify="space-between">
        <Group gap="xs">{children}</Group>
        <Button data-autofocus onClick={onClose}>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
