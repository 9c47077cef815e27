import { Button, Group, Text } from '@mantine/core';
import { Plus } from 'lucide-react';
import { ToChange } from '#renderer/ui/OnlyRead.tsx';

interface ListHeadProps {
  readonly title: string;
  /** What stands on the button that adds one. */
  readonly add: string;
  readonly onAdd: () => void;
}

/** Above a list of keys, users or secrets. */
export function ListHead({ title, add, onAdd }: ListHeadProps) {
  return (
    <Group justify="space-between">
      <Text fw={600}>{title}</Text>
      <ToChange>
        <Button variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={onAdd}>
          {add}
        </Button>
      </ToChange>
    </Group>
  );
}
