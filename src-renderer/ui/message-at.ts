import { get, type FieldErrors } from 'react-hook-form';

/** The message at a path of a form's errors, also where the types of a union do not reach. */
export function messageAt(errors: FieldErrors, path: string): string | undefined {
  const found: unknown = get(errors, path);
  if (typeof found !== 'object' || found === null || !('message' in found)) return undefined;
  return typeof found.message === 'string' ? found.message : undefined;
}
