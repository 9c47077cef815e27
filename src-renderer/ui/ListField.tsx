import { TagsInput } from '@mantine/core';
import { useController, type FieldPath, type FieldValues, type UseControllerProps } from 'react-hook-form';
import { messageWithin } from './message-at.ts';

/** A list of short texts; each is entered with Enter, a comma or a space, and a pasted list is taken apart. */
export function ListField<T extends FieldValues, N extends FieldPath<T>, O>({
  control,
  name,
  label,
  description,
  placeholder,
}: Pick<UseControllerProps<T, N, O>, 'control' | 'name'> & {
  readonly label: string;
  readonly description?: string;
  readonly placeholder: string;
}) {
  const { field, formState } = useController({ control, name });
  const value: string[] = field.value ?? [];
  return (
    <TagsInput
      {...field}
      value={value}
      // What is left standing in the field is taken as it is, spaces and all.
      onChange={(parts) => field.onChange(parts.map((part) => part.trim()).filter((part) => part !== ''))}
      size="xs"
      label={label}
      placeholder={value.length > 0 ? undefined : placeholder}
      description={description}
      splitChars={[',', ' ', '\n']}
      acceptValueOnBlur
      error={messageWithin(formState.errors, name)}
      maw={560}
    />
  );
}
