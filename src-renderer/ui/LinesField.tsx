import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useController, type FieldPath, type FieldValues, type UseControllerProps } from 'react-hook-form';
import { messageWithin } from './message-at.ts';

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A list of texts, one a line. What is typed is kept here, since a list has no empty lines, until the list is another. */
export function LinesField<T extends FieldValues, N extends FieldPath<T>, O>({
  control,
  name,
  label,
  description,
  placeholder,
}: Pick<UseControllerProps<T, N, O>, 'control' | 'name'> & {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
}) {
  const { field, formState } = useController({ control, name });
  const kept = Array.isArray(field.value) ? field.value.join('\n') : '';
  const [typed, setTyped] = useState(kept);
  const give = (text: string) => {
    setTyped(text);
    field.onChange(linesOf(text));
  };
  return (
    <Textarea
      ref={field.ref}
      label={label}
      description={description}
      placeholder={placeholder}
      value={linesOf(typed).join('\n') === kept ? typed : kept}
      onChange={({ currentTarget }) => give(currentTarget.value)}
      onBlur={field.onBlur}
      error={messageWithin(formState.errors, name)}
      autosize
      minRows={2}
      maxRows={10}
      spellCheck={false}
      maw={560}
    />
  );
}
