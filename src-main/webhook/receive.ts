import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BodyWatcher, ClientCertificate, IncomingCall, ReadBody } from '#main/call/incoming-call.ts';
import type { IpList } from '#main/ip-list.ts';
import type { BlobStore } from '#main/ports/blob-store.ts';
import type { Problem } from '#shared/problem.ts';
import { type Refusal, type Result, refuse } from '#shared/result.ts';
import type { BodyBudget } from './body-budget.ts';
import type { Connection, OpenRequest } from './connection.ts';
import { type Forwarded, plainAddress, readForwarded } from './forwarded.ts';
import { type BodySource, readBody } from './read-body.ts';
import { splitTarget, type Target } from './target.ts';

interface Edge {
  readonly blobs: BlobStore;
  readonly bodies: BodyBudget;
  /** Ends the body that comes slowest, where one hardly comes; false where none does. */
  endSlowBody(): boolean;
  now(): number;
  tick(): number;
}

/** A request on its way to an answer: the caller's side of a call, and its wire. */
export class ReceivedCall implements IncomingCall, OpenRequest, BodySource {
  readonly id: string;
  readonly method: string;
  readonly target: Target;
  readonly rawHeaders: readonly string[];
  readonly httpVersion: string;
  readonly receivedAtMs: number;
  readonly receivedTick: number;
  readonly contentLength: number | null;
  readonly hasBody: boolean;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: Connection;
  /** The answer was handed over to the socket. */
  answered = false;
  /** What a trusted proxy says of it; null where it came from none. */
  forwarded: Forwarded | null = null;
  /** Why the rest of the body will never come. */
  fault: Problem | null = null;
  /** Whoever reads the body now, and wants to know. */
  onFault: ((refusal: Refusal) => void) | null = null;
  /** What its body has taken of the memory for bodies. */
  heldBytes = 0;
  readonly #edge: Edge;

  constructor(
    id: string,
    request: IncomingMessage,
    response: ServerResponse,
    connection: Connection,
    edge: Edge,
  ) {
    const { headers } = request;
    const length = headers['content-length'];
    this.id = id;
    this.method = request.method ?? '';
    this.target = splitTarget(request.url ?? '');
    this.rawHeaders = request.rawHeaders;
    this.httpVersion = request.httpVersion;
    this.receivedAtMs = edge.now();
    this.receivedTick = edge.tick();
    this.contentLength = length === undefined ? null : Number(length);
    this.hasBody =
      headers['transfer-encoding'] !== undefined || (length !== undefined && this.contentLength !== 0);
    this.request = request;
    this.response = response;
    this.connection = connection;
    this.#edge = edge;
  }

  get path(): string {
    return this.target.path;
  }

  get rawQuery(): string {
    return this.target.rawQuery;
  }

  get remoteAddress(): string {
    return this.forwarded?.address ?? this.peerAddress;
  }

  get peerAddress(): string {
    return plainAddress(this.connection.socket.remoteAddress ?? '');
  }

  get host(): string {
    return this.forwarded?.host ?? this.request.headers.host ?? '';
  }

  get isSecure(): boolean {
    return this.forwarded?.isSecure ?? this.connection.secure !== null;
  }

  /** Takes a trusted proxy at its word; gives why that cannot be done. */
  believe(proxies: IpList): Problem | null {
    const said = readForwarded(this.peerAddress, this.rawHeaders, proxies);
    if (!said.ok) return said.problem;
    this.forwarded = said.value;
    return null;
  }

  get serverName(): string | null {
    return this.connection.secure?.serverName ?? null;
  }

  get clientCertificate(): ClientCertificate | null {
    // A proxy has shown its own.
    return this.forwarded === null ? (this.connection.secure?.clientCertificate ?? null) : null;
  }

  /** Whether the caller waits for a 100 before it sends the body (RFC 9110, 10.1.1). */
  get awaitsContinue(): boolean {
    return this.request.headers.expect !== undefined && this.httpVersion === '1.1';
  }

  readBody(
    maxBytes: number,
    watchers: readonly BodyWatcher[] = [],
    isSealed = false,
  ): Promise<Result<ReadBody>> {
    return readBody(this, { maxBytes, watchers, isSealed, blobs: this.#edge.blobs });
  }

  /** Takes memory for more of the body; false where there is none left. */
  hold(bytes: number): boolean {
    const { bodies, endSlowBody } = this.#edge;
    // Who sends next to nothing keeps no memory from others.
    while (!bodies.take(bytes)) if (!endSlowBody()) return false;
    this.heldBytes += bytes;
    return true;
  }

  letGoBody(): void {
    this.#edge.bodies.give(this.heldBytes);
    this.heldBytes = 0;
  }

  onGone(callback: () => void): () => void {
    const { gone, socket } = this.connection;
    const tell = () => {
      if (!this.answered) callback();
    };
    if (socket.destroyed) queueMicrotask(tell);
    else gone.add(tell);
    return () => gone.delete(tell);
  }

  /** The body ends here, unfinished. */
  breakOff(fault: Problem): void {
    if (this.request.complete || this.fault !== null) return;
    this.fault = fault;
    this.letGoBody();
    this.onFault?.(refuse(fault));
  }
}
