// What is done beyond this machine for Hookline itself, in a thread that lasts no longer.
import type { OutgoingMail } from './mail.ts';
import type { Connection, ConnectionOf } from '#shared/model/connection.ts';

export type Errand =
  /** Connects, and asks one question that changes nothing. */
  | { readonly kind: 'test'; readonly connection: Connection }
  | {
      readonly kind: 'webhook';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'mail'; readonly smtp: ConnectionOf<'smtp'>; readonly mail: OutgoingMail };

export interface ErrandOutcome {
  readonly ok: boolean;
  /** What the other side said, or why it was not reached; no secret is in it. */
  readonly text: string;
  /** Another attempt could only end in the same way. */
  readonly isFinal?: boolean;
  readonly durationMs: number;
}

/** Never rejects. */
export type RunErrand = (errand: Errand) => Promise<ErrandOutcome>;
