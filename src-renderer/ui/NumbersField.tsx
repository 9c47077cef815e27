import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useController, type Control } from 'react-hook-form';
import { messageWithin } from './message-at.ts';

/** What is no number stays as it is, so that the form can say so. */
const numbersOf = (text: string): readonly (number | string)[] =>
  text
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    .map((part) => (Number.isFinite(Number(part)) ? Number(part) : part));

const written = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '');

/** A few numbers in a line, with commas or spaces between them. What is typed is kept until the list is another. */
export function NumbersField({
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
  const { field, formState } = useController({ control, name });
  const kept = written(field.value);
  const [typed, setTyped] = useState(kept);
  return (
    <TextInput
      {...field}
      label={label}
      description={description}
      value={written(numbersOf(typed)) === kept ? typed : kept}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value);
        field.onChange(numbersOf(value));
      }}
      error={messageWithin(formState.errors, name)}
      autoComplete="off"
      spellCheck={false}
      maw={360}
    />
  );
}
