/** The volume, or what this user may have of it, is used up. */
const codes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

export const isFullError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && codes.has(error.code);
