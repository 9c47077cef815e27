import { useEffect } from 'react';
import { messageWithin } from '#renderer/ui/message-at.ts';
import { isDraftPath, type DraftForm } from './draft.ts';

/**
 * A field that was refused is judged again with each change, until it is valid; one that was emptied is judged at once. The form's own way judges the
 * whole list when a row is added, and the new row would be at fault before anything was typed.
 */
export function useRevalidation(form: DraftForm): void {
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ name = '', type, errors = {} }) => {
          if (type !== 'change' || !isDraftPath(name)) return;
          const isEmptied = form.getValues(name) === '';
          if (isEmptied || messageWithin(errors, name) !== undefined) void form.trigger(name);
        },
      }),
    [form],
  );
}
