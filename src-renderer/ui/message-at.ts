import { get } from 'react-hook-form';

/** The message at a path of a form's errors (its `FieldErrors`), also where the types of a union do not reach. */
export const messageAt = (errors: object, path: string): string | undefined => messageOf(get(errors, path));

/** The first message at a path or below it, for a field that holds a value of many parts. */
export const messageWithin = (errors: object, path: string): string | undefined =>
  firstMessage(get(errors, path));

function messageOf(found: unknown): string | undefined {
  if (typeof found !== 'object' || found === null || !('message' in found)) return undefined;
  return typeof found.message === 'string' ? found.message : undefined;
}

function firstMessage(found: unknown): string | undefined {
  const own = messageOf(found);
  if (own !== undefined || typeof found !== 'object' || found === null) return own;
  // The `ref` of an error is the field itself, which leads into the page.
  for (const [name, below] of Object.entries(found)) {
    const message = name === 'ref' ? undefined : firstMessage(below);
    if (message !== undefined) return message;
  }
  return undefined;
}
