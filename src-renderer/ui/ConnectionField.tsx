import { Autocomplete } from '@mantine/core';
import { createContext, use } from 'react';
import { useController, type Control } from 'react-hook-form';

/** The names of connections that the field at a path may be filled in with; null where they are not known. */
export const ConnectionNames = createContext<(path: string) => readonly string[] | null>(() => null);

/** The name of a connection, chosen or typed: the one that is meant may be made later. */
export function ConnectionField({
  control,
  name,
  label,
  description,
}: {
  readonly control: Control;
  readonly name: string;
  readonly label: string;
  readonly description?: string;
}) {
  const { field, fieldState } = useController({ control, name });
  const names = use(ConnectionNames)(name);
  return (
    <Autocomplete
      {...field}
      label={label}
      description={
        names?.length === 0 ? 'There is none for this step yet: make one under Environment.' : description
      }
      data={[...(names ?? [])]}
      value={String(field.value ?? '')}
      onChange={(value) => field.onChange(value === '' ? undefined : value)}
      error={fieldState.error?.message}
      autoComplete="off"
      spellCheck={false}
      maw={360}
    />
  );
}
