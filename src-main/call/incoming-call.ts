import type { Result } from '#shared/result.ts';
import type { StoredBody } from '#main/ports/run.ts';

export interface ReadBody {
  readonly body: StoredBody | null;
  readonly bytes: number;
}

/** Sees the bytes of a body, all of them and in order, as they come in. */
export interface BodyWatcher {
  update(bytes: Uint8Array): unknown;
}

/** What a caller proved to have the key of, in the handshake of its connection. */
export interface ClientCertificate {
  /** `CN=erp, O=Acme`, as is the issuer. */
  readonly subject: string;
  readonly issuer: string;
  /** `AB:CD:…`, of its SHA-256. */
  readonly fingerprint256: string;
  /** The values of its alternative names, whatever their kind. */
  readonly names: readonly string[];
  /** When it was shown it was in force, and one of the authorities of the settings has issued it. */
  readonly isTrusted: boolean;
  /** Until when it is in force, in milliseconds since 1970; its connection may live longer. */
  readonly endsAtMs: number;
}

/** A request at the edge: its head was read and found well formed, its body not yet. */
export interface IncomingCall {
  /** UUIDv7, given when the head was read. */
  readonly id: string;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly rawQuery: string;
  /** As sent: name, value, name, value. */
  readonly rawHeaders: readonly string[];
  readonly httpVersion: string;
  /** Of the caller: the other side of the connection, or who a trusted proxy says it is (maybe no address then). */
  readonly remoteAddress: string;
  /** Of the other side of the connection. */
  readonly peerAddress: string;
  /** Host and port as the caller asked for them. */
  readonly host: string;
  /** The caller came over TLS. */
  readonly isSecure: boolean;
  /** Null where it came over plain HTTP, or the caller showed none; read once for each connection. */
  readonly clientCertificate: ClientCertificate | null;
  /** Milliseconds since 1970. */
  readonly receivedAtMs: number;
  /** The same moment on the monotonic clock (`performance.now()`). */
  readonly receivedTick: number;
  /** The announced length; null where there is none (no body, or chunks). */
  readonly contentLength: number | null;
  readonly hasBody: boolean;
  /**
   * Reads the body, in memory or (when large) into a file that is on stable storage, sealed where that is asked for.
   * Problems: `body_too_large`, `bodies_full`, `body_late`, `malformed_request`, `storage_failed`, `secrets_unreadable`.
   */
  readBody(
    maxBytes: number,
    watchers?: readonly BodyWatcher[],
    isSealed?: boolean,
  ): Promise<Result<ReadBody>>;
  /** Its body is on disk, so that its memory is free for others; the answer has the same effect. */
  letGoBody(): void;
  /** Calls back once, when the caller hangs up before it was answered; gives a function that stops listening. */
  onGone(callback: () => void): () => void;
}

/** The value of a header by its lower-case name; undefined where absent, the first where repeated. */
export function headerOf(call: Pick<IncomingCall, 'rawHeaders'>, name: string): string | undefined {
  const { rawHeaders } = call;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const key = rawHeaders[at]!;
    if (key.length === name.length && key.toLowerCase() === name) return rawHeaders[at + 1];
  }
  return undefined;
}

/** All values of a header by its lower-case name. */
export function headersOf({ rawHeaders }: Pick<IncomingCall, 'rawHeaders'>, name: string): string[] {
  const values: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const key = rawHeaders[at]!;
    if (key.length === name.length && key.toLowerCase() === name) values.push(rawHeaders[at + 1]!);
  }
  return values;
}

/** What is sent back. `x-call-id` and `cache-control` are added at the edge. */
export interface Answer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | string | null;
  /** The call's id, for `x-call-id`; null where there is none. */
  readonly callId: string | null;
}

/** A body as it goes out. */
export const bytesOf = (body: Answer['body']): Uint8Array | null =>
  typeof body === 'string' ? Buffer.from(body) : body;
