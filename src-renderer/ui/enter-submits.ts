import type { KeyboardEvent } from 'react';

/**
 * Of a field that may have lines and mostly has one: Enter does there what it does in other fields, and with Shift, or
 * once there are lines, it makes another.
 */
export function enterSubmits(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const { form, value } = event.currentTarget;
  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || value.includes('\n'))
    return;
  event.preventDefault();
  form?.requestSubmit();
}
