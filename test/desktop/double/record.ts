/** What happened that a test may want to look at; `globalThis.__double` in the main process. */
export interface DoubleRecord {
  /** Everything asked of the double that it does not model; a test that leaves one behind is wrong. */
  readonly refusals: string[];
  /** Requests of pages that no handler of their session took. */
  readonly blocked: string[];
  readonly errorBoxes: { readonly title: string; readonly content: string }[];
}

declare global {
  var __double: DoubleRecord | undefined;
}

export const record: DoubleRecord = { refusals: [], blocked: [], errorBoxes: [] };
globalThis.__double = record;
