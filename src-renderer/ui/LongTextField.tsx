import { Textarea } from '@mantine/core';
import { useController, type FieldPath, type FieldValues, type UseControllerProps } from 'react-hook-form';
import { enterSubmits } from './enter-submits.ts';

/** A text of many lines, or of one that may have more; emptied means left out. */
export function LongTextField<T extends FieldValues, N extends FieldPath<T>, O>({
  control,
  name,
  label,
  description,
  isMostlyLine = false,
}: Pick<UseControllerProps<T, N, O>, 'control' | 'name'> & {
  readonly label: string;
  readonly description?: string;
  readonly isMostlyLine?: boolean;
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
      minRows={isMostlyLine ? 1 : 2}
      maxRows={8}
      {...(isMostlyLine && { onKeyDown: enterSubmits })}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
