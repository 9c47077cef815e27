/**
 * Something that is counted over a transaction and written as its last act: a trigger would write it for each call, and
 * a statement with triggers costs SQLite a journal of its own.
 */
export interface Tally {
  write(): void;
  /** The transaction was rolled back: what was counted in it did not happen. */
  forget(): void;
}
