import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useController, useFormState } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import { messageWithin } from '#renderer/ui/message-at.ts';
import { readSeconds, writeSeconds } from './read-seconds.ts';

/** The waits between attempts, typed as they are written: `1, 5, 30`. */
export function WaitsField({ form }: { readonly form: DraftForm }) {
  const { control } = form;
  const { field } = useController({ control, name: 'trigger.retry.waitSeconds' });
  const { errors } = useFormState({ control });
  const [text, setText] = useState(() => writeSeconds(field.value ?? []));
  const isAtFault = messageWithin(errors, field.name) !== undefined;
  return (
    <TextInput
      ref={field.ref}
      label="Waits in seconds"
      description="Before the second, third, … attempt; the last one stands for all that follow."
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        field.onChange(readSeconds(currentTarget.value));
      }}
      onBlur={field.onBlur}
      error={isAtFault ? 'One to twenty numbers from 0 to 86400, such as 1, 5, 30.' : undefined}
      autoComplete="off"
      spellCheck={false}
      maw={360}
    />
  );
}
