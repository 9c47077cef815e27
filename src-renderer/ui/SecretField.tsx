import { PasswordInput } from '@mantine/core';
import { createContext, use } from 'react';
import { useController, type FieldPath, type FieldValues, type UseControllerProps } from 'react-hook-form';
import { MaskedTextarea } from './MaskedTextarea.tsx';

/** Paths in the form whose secrets are kept already. */
export const KeptSecrets = createContext<ReadonlySet<string>>(new Set());

/** A secret to be handed in. What is kept is not shown; left empty it stays. */
export function SecretField<T extends FieldValues, N extends FieldPath<T>, O>({
  control,
  name,
  label,
  description,
  isLong = name.endsWith('privateKey'),
}: Pick<UseControllerProps<T, N, O>, 'control' | 'name'> & {
  readonly label: string;
  readonly description?: string;
  /** It may have many lines, such as a key in PEM. */
  readonly isLong?: boolean;
}) {
  const { field, fieldState } = useController({ control, name });
  const isKept = use(KeptSecrets).has(name);
  const shown = {
    ...field,
    label,
    description,
    value: String(field.value ?? ''),
    onChange: ({ currentTarget: { value } }: { readonly currentTarget: { readonly value: string } }) =>
      field.onChange(value === '' ? undefined : value),
    placeholder: isKept ? 'Kept; type another to replace it' : undefined,
    error: fieldState.error?.message,
    maw: 480,
    autoComplete: 'off',
    spellCheck: false,
  };
  return isLong ? <MaskedTextarea {...shown} /> : <PasswordInput {...shown} />;
}
