import { Button, Group, Stack } from '@mantine/core';
import type { ReactNode, SyntheticEvent } from 'react';
import { useHeld } from './dialog-hold.ts';
import { ProblemNote } from './ProblemNote.tsx';

interface DialogFormProps {
  readonly onSubmit: (event: SyntheticEvent) => unknown;
  readonly onClose: () => void;
  /** What stands on the button that does it, and on the one that does not. */
  readonly action: string;
  readonly leave?: string;
  /** Where the core is asked: whether it is at it, and what it refused. */
  readonly asking?: { readonly isPending: boolean; readonly error: Error | null };
  readonly children: ReactNode;
}

/** What a dialog asks for: its fields, and below them the two ways out. */
export function DialogForm({
  onSubmit,
  onClose,
  action,
  leave = 'Cancel',
  asking = { isPending: false, error: null },
  children,
}: DialogFormProps) {
  useHeld('typed');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // Another form may be around it in the tree of React, though not on the page.
        event.stopPropagation();
        void onSubmit(event);
      }}
      noValidate
    >
      <Stack gap="sm">
        {children}
        {asking.error !== null && <ProblemNote error={asking.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {leave}
          </Button>
          <Button type="submit" loading={asking.isPending}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
