import { PasswordInput } from '@mantine/core';
import { useController, type FieldPath, type FieldValues, type UseControllerProps } from 'react-hook-form';

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
