/** Thrown by the store when something cannot be put on disk; `storage_full` may be tried again later. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
  readonly code: 'storage_failed' | 'storage_full' | 'in_recovery';

  constructor(message: string, options: ErrorOptions & { readonly code?: StoreFailure['code'] } = {}) {
    super(message, options);
    this.code = options.code ?? 'storage_failed';
  }
}
