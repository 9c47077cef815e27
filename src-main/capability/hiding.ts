import type { StoredCall } from '#main/ports/store.ts';

/** Where bodies have values that nobody may see, and what is shown in their place. */
export interface Hiding {
  /** Where values stand in the body of a call that nobody may see; for most calls nowhere. */
  pathsOf(call: StoredCall): Promise<readonly string[]>;
  /** The body with what stands there masked, as UTF-8, and the values. */
  maskBody(
    bytes: Uint8Array,
    head: { readonly contentType: string | undefined; readonly contentEncoding: string | undefined },
    paths: readonly string[],
  ): Promise<{ readonly bytes: Uint8Array; readonly values: readonly string[] }>;
}
