// What the store keeps of a request, and of who waits for the answer to it.
import type { StoredBody } from './run.ts';

/** Who waits for the answer: nobody any more (it had a 202), a caller, or one who was answered 504. */
export type Caller = 'answered' | 'waiting' | 'timedOut';

/** A request as it is kept, credentials removed. */
export interface KeptRequest {
  readonly method: string;
  readonly path: string;
  readonly rawQuery: string;
  /** The parameters as the workflow sees them, as JSON. */
  readonly queryJson: string;
  /** A `HeaderList` as JSON: texts cross between threads at a fraction of the cost of lists. */
  readonly headersJson: string;
  readonly httpVersion: string;
  readonly remoteAddress: string;
  /** The proxy's that spoke for the caller; null where it called itself. */
  readonly peerAddress: string | null;
  readonly body: StoredBody | null;
  /** Why the body is not as its trigger declares; null where it is, or nobody looked. */
  readonly bodyFinding: string | null;
  /** Its body is sealed at rest, and so is the answer to it. */
  readonly isSealed: boolean;
}
