/**
 * Thrown by the store when something cannot be put on disk; `storage_full` may be tried again later. `secrets_unreadable`:
 * what would have to be sealed or opened for it cannot be, since the data key is lost or another one. `body_lost`: somebody
 * has taken the file of a body away.
 */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
  readonly code: 'storage_failed' | 'storage_full' | 'in_recovery' | 'secrets_unreadable' | 'body_lost';

  constructor(message: string, options: ErrorOptions & { readonly code?: StoreFailure['code'] } = {}) {
    super(message, options);
    this.code = options.code ?? 'storage_failed';
  }
}

export const isBodyLost = (error: unknown): boolean =>
  error instanceof StoreFailure && error.code === 'body_lost';

/** For a body that is read where the rest of its call can do without it. */
export function nullIfLost(error: unknown): null {
  if (isBodyLost(error)) return null;
  throw error;
}
