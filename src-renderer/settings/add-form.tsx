import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useController, type FieldPath, type FieldValues, type UseControllerProps } from 'react-hook-form';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';

interface AddFormProps {
  readonly onSubmit: () => Promise<void>;
  readonly onClose: () => void;
  readonly adding: { readonly isPending: boolean; readonly error: Error | null };
  readonly children: ReactNode;
}

/** The frame of each way to add a certificate. */
export function AddForm({ onSubmit, onClose, adding, children }: AddFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void onSubmit();
      }}
      noValidate
    >
      <Stack gap="sm">
        {children}
        {adding.error !== null && <ProblemNote error={adding.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={adding.isPending}>
            Check and add
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function PassphraseField<T extends FieldValues, N extends FieldPath<T>, O>({
  control,
  name,
}: Pick<UseControllerProps<T, N, O>, 'control' | 'name'>) {
  const { field, fieldState } = useController({ control, name });
  return (
    <PasswordInput
      {...field}
      size="xs"
      label="Passphrase"
      description="Where the key is locked with one; it is kept sealed."
      error={fieldState.error?.message}
      autoComplete="off"
    />
  );
}
