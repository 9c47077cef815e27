import { Textarea } from '@mantine/core';
import { useController, type FieldPath, type FieldValues, type UseControllerProps } from 'react-hook-form';

/** A text of many lines; emptied means left out. */
export function LongTextField<T extends FieldValues, N extends FieldPath<T>, O>({
  control,
  name,
  label,
  description,
}: Pick<UseControllerProps<T, N, O>, 'control' | 'name'> & {
  readonly label: string;
  readonly description?: string;
}) {
  const { field, fieldState } = useController({ control, name });
  return (
    <Textarea
      {...field}
      label={label}
      description={description}
      value={String(field.value ?? '')}
      onChange={({ currentTarget: { value } }) => field.onChange(value === '' ? undefined : value)}
      error={fieldState.error?.message}
      autosize
      minRows={2}
      maxRows={8}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
