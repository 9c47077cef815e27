import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useController, type Control } from 'react-hook-form';
import { messageWithin } from './message-at.ts';

interface LinesFieldProps {
  readonly control: Control;
  readonly name: string;
  readonly label: string;
  readonly description?: string;
}

/** A list of texts, one a line. What is typed is kept here, since a list has no empty lines. */
export function LinesField({ control, name, label, description }: LinesFieldProps) {
  const { field, formState } = useController({ control, name });
  const [text, setText] = useState(() => (Array.isArray(field.value) ? field.value.join('\n') : ''));
  const give = (typed: string) => {
    setText(typed);
    field.onChange(
      typed
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    );
  };
  return (
    <Textarea
      ref={field.ref}
      label={label}
      description={description}
      value={text}
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
