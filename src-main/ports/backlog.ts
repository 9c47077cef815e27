/** What the store has taken on, known without asking it. */
export interface Backlog {
  /** Of the bodies of waiting calls, and of those on their way to disk. */
  bytes(): number;
  /** How long the oldest call that is on its way to disk has been so; 0 where there is none. */
  commitWaitMs(): number;
}
