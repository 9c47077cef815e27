import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Answer, IncomingCall } from '#main/call/incoming-call.ts';
import type { IpList } from '#main/ip-list.ts';
import type { BlobStore } from '#main/ports/blob-store.ts';
import { type Problem, problem } from '#shared/problem.ts';
import type { BodyBudget } from './body-budget.ts';
import type { Connection } from './connection.ts';
import { guardHead, guardHost } from './guard.ts';
import { ReceivedCall } from './receive.ts';
import { sendAnswer } from './reply.ts';

/** What the edge asks of the rest. */
export interface WebhookDeps {
  handle(call: IncomingCall): Promise<Answer>;
  handleStatus(call: IncomingCall, code: string, name: string, callId: string): Promise<Answer>;
  /** Writes the refusal to the log, gives the answer to send. */
  refuse(call: IncomingCall, problem: Problem): Answer;
  /** What an OPTIONS request for an endpoint, or for the status of one of its calls, is answered; null where there is no such endpoint. */
  tellOptions(call: IncomingCall, at: NonNullable<Match>): Answer | null;
  readonly blobs: BlobStore;
  readonly bodies: BodyBudget;
  newId(): string;
  /** Milliseconds since 1970. */
  now(): number;
  /** `performance.now()`. */
  tick(): number;
  /** What ACME is answered at a path that it asks for now; null at any other. */
  answerChallenge(path: string): string | null;
  /** Names in lower case, without a port, `*.` before one for all beneath it; null for any. */
  allowedHosts(): ReadonlySet<string> | null;
  /** Who is believed about a caller; null for nobody. */
  proxies(): IpList | null;
}

/** What the path was matched to, if anything. */
export type Match =
  | { readonly kind: 'call'; readonly code: string; readonly name: string }
  | { readonly kind: 'status'; readonly code: string; readonly name: string; readonly callId: string }
  | null;

export interface Serving {
  serve(request: FastifyRequest, reply: FastifyReply, match: Match): void;
  /** No new calls from now on; resolves when every open one is answered. */
  drain(): Promise<void>;
}

/** Every request that the parser let through comes here, and each is answered once. */
export function createServing(
  deps: WebhookDeps,
  options: {
    connectionOf(request: FastifyRequest): Connection | undefined;
    /** Ends the body that comes slowest, where one hardly comes; false where none does. */
    endSlowBody(): boolean;
    readonly writeTimeoutMs: number;
  },
): Serving {
  const edge = { ...deps, endSlowBody: options.endSlowBody };
  let open = 0;
  let draining = false;
  let onDrained: (() => void) | null = null;

  function decide(call: ReceivedCall, match: Match): Answer | Promise<Answer> {
    if (draining) return deps.refuse(call, problem('shutting_down', { retryAfterSeconds: 5 }));
    // Asked by the issuer of a certificate, for a name that is only about to be served.
    const challenge = match === null && call.method === 'GET' ? deps.answerChallenge(call.path) : null;
    if (challenge !== null) {
      return { status: 200, headers: [['content-type', 'text/plain']], body: challenge, callId: null };
    }
    const broken = guard(call);
    if (broken !== null) {
      call.connection.over = true;
      return deps.refuse(call, broken);
    }
    // An encoded path is never another name for an endpoint.
    if (match === null || call.path.includes('%')) return answerUnmatched(call);
    if (call.method === 'OPTIONS') {
      return deps.tellOptions(call, match) ?? deps.handle(call);
    }
    if (match.kind === 'call') return deps.handle(call);
    if (call.method === 'GET') return deps.handleStatus(call, match.code, match.name, match.callId);
    const refusal = deps.refuse(call, problem('method_not_allowed'));
    return { ...refusal, headers: [...refusal.headers, ['allow', 'GET']] };
  }

  function guard(call: ReceivedCall): Problem | null {
    const proxies = deps.proxies();
    const unclear = proxies === null ? null : call.believe(proxies);
    if (unclear !== null) return unclear;
    const names = deps.allowedHosts();
    const host = call.forwarded?.host ?? null;
    // What a proxy itself asks for is between it and us.
    return host === null ? guardHead(call, names) : (guardHead(call, null) ?? guardHost(host, names, null));
  }

  function answerUnmatched(call: ReceivedCall): Answer | Promise<Answer> {
    return call.method === 'OPTIONS' && call.path === '*' ? nothing(call) : deps.handle(call);
  }

  async function answer(call: ReceivedCall, match: Match): Promise<void> {
    try {
      const written = send(call, await decide(call, match));
      if (written !== null) await written;
    } catch (bug) {
      const reason = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
      if (call.response.headersSent) call.connection.socket.destroy();
      else await send(call, deps.refuse(call, problem('internal', { reason })));
    } finally {
      call.connection.leave();
      open -= 1;
      if (open === 0) onDrained?.();
    }
  }

  function send(call: ReceivedCall, made: Answer): Promise<void> | null {
    call.letGoBody();
    return sendAnswer(call, made, {
      close: draining,
      writeTimeoutMs: options.writeTimeoutMs,
      tick: deps.tick,
    });
  }

  return {
    serve(request, reply, match) {
      reply.hijack();
      const connection = options.connectionOf(request);
      if (connection === undefined || connection.over) return;
      const call = new ReceivedCall(request.id, request.raw, reply.raw, connection, edge);
      connection.latest = call;
      connection.hasAsked = true;
      connection.usedTick = call.receivedTick;
      connection.enter();
      open += 1;
      void answer(call, match);
    },
    drain() {
      draining = true;
      return new Promise((resolve) => {
        onDrained = resolve;
        if (open === 0) resolve();
      });
    },
  };
}

const nothing = ({ id }: ReceivedCall): Answer => ({ status: 204, headers: [], body: null, callId: id });
