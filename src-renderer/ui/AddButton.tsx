import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { Ref } from 'react';
import { ToChange } from './OnlyRead.tsx';

interface AddButtonProps {
  /** What it adds to. */
  readonly to: string;
  readonly className?: string | undefined;
  readonly ref: Ref<HTMLButtonElement>;
  readonly onClick: () => void;
}

/** Adds one to a list in a form; the form has it focused where the list is at fault. */
export function AddButton({ to, ...button }: AddButtonProps) {
  return (
    <ToChange>
      <Button
        {...button}
        aria-label={`Add to ${to}`}
        variant="subtle"
        size="compact-xs"
        leftSection={<Plus size={13} aria-hidden />}
      >
        Add
      </Button>
    </ToChange>
  );
}
