import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import type { Answer, IncomingCall, ReadBody } from '#main/call/incoming-call.ts';
import { optionsAnswer } from '#main/call/cross-origin.ts';
import type { BlobStore } from '#main/ports/blob-store.ts';
import { createBodyBudget } from '#main/webhook/body-budget.ts';
import { createBlobStore } from '#main/store/blobs.ts';
import {
  createWebhookServer,
  type TlsEdge,
  type WebhookDeps,
  type WebhookLimits,
  webhookLimits,
  type WebhookServer,
} from '#main/webhook/server.ts';
import { type Problem, statusOf } from '#shared/problem.ts';
import { exchange } from '#test/support/raw-socket.ts';
import { expect, vi } from 'vitest';

export interface AcceptedCall extends ReadBody {
  readonly call: IncomingCall;
}

export interface Edge extends PreparedEdge {
  readonly port: number;
}

export interface PreparedEdge {
  readonly server: WebhookServer;
  readonly blobs: BlobStore;
  readonly blobFolder: string;
  /** Calls whose body was read to its end. */
  readonly accepted: AcceptedCall[];
  /** Calls handed on by the edge, whatever became of them. */
  readonly reached: IncomingCall[];
  /** What the edge itself refused. */
  readonly refused: { readonly call: IncomingCall; readonly problem: Problem }[];
  close(): Promise<void>;
}

export const answerWith = (call: IncomingCall, status: number, body: unknown): Answer => ({
  status,
  headers: [['content-type', 'application/json']],
  body: JSON.stringify(body),
  callId: call.id,
});

export const answerProblem = (call: IncomingCall, problem: Problem): Answer =>
  answerWith(call, statusOf(problem.code), { code: problem.code });

export const maxBodyBytes = 1024 * 1024;

/** An edge on a free port of loopback. */
export async function openEdge(options: EdgeOptions = {}): Promise<Edge> {
  const edge = await prepareEdge(options);
  const listening = await edge.server.listen({ host: '127.0.0.1', port: 0 });
  if (!listening.ok) throw new Error(listening.problem.detail);
  return { ...edge, port: listening.value.port };
}

export type EdgeOptions = Partial<WebhookDeps> & {
  readonly limits?: Partial<WebhookLimits>;
  readonly tls?: TlsEdge;
};

/** An edge before one endpoint, `/t37ed/Orders`, that takes GET and POST of up to 1 MiB and answers 202. */
export async function prepareEdge({ limits, tls, ...deps }: EdgeOptions = {}): Promise<PreparedEdge> {
  const blobFolder = await mkdtemp(join(tmpdir(), 'hookline-edge-'));
  const blobs = createBlobStore(blobFolder);
  const accepted: AcceptedCall[] = [];
  const reached: IncomingCall[] = [];
  const refused: { call: IncomingCall; problem: Problem }[] = [];
  const refuse = (call: IncomingCall, problem: Problem): Answer => {
    refused.push({ call, problem });
    return answerProblem(call, problem);
  };
  const handle = async (call: IncomingCall): Promise<Answer> => {
    reached.push(call);
    if (deps.handle !== undefined) return deps.handle(call);
    if (call.path !== '/t37ed/Orders') return answerWith(call, 404, { code: 'endpoint_not_found' });
    if (call.method !== 'GET' && call.method !== 'POST') {
      const answer = answerWith(call, 405, { code: 'method_not_allowed' });
      return { ...answer, headers: [...answer.headers, ['allow', 'GET, POST']] };
    }
    const body = await call.readBody(maxBodyBytes);
    if (!body.ok) return answerProblem(call, body.problem);
    accepted.push({ call, ...body.value });
    return answerWith(call, 202, { callId: call.id, bytes: body.value.bytes });
  };
  const server = createWebhookServer(
    {
      refuse,
      tellOptions: (call, { code, name }) =>
        code === 't37ed' && name === 'Orders' ? optionsAnswer(call, ['GET', 'POST'], null) : null,
      handleStatus: async (call, code, name, callId) => answerWith(call, 200, { code, name, callId }),
      blobs,
      bodies: createBodyBudget(() => Number.POSITIVE_INFINITY),
      newId,
      now: () => Date.now(),
      tick: () => performance.now(),
      answerChallenge: (path) => (path === '/.well-known/acme-challenge/token' ? 'token.thumb' : null),
      allowedHosts: () => new Set(['hooks.example.com']),
      proxies: () => null,
      ...deps,
      handle,
    },
    { tls: tls ?? null, limits: { ...webhookLimits, checkMs: 50, ...limits } },
  );
  return {
    server,
    blobs,
    blobFolder,
    accepted,
    reached,
    refused,
    async close() {
      await server.close(Promise.resolve());
      await rm(blobFolder, { recursive: true, force: true });
    },
  };
}

/** A whole POST to the endpoint. */
export const post = (body: string, headers = ''): string =>
  `POST /t37ed/Orders HTTP/1.1\r\nHost: localhost\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`;

export const get = (target: string, headers = 'Host: localhost\r\n', method = 'GET'): string =>
  `${method} ${target} HTTP/1.1\r\n${headers}\r\n`;

/** A handler whose answers wait until they are let go, by path. */
export function gated(): { handle: (call: IncomingCall) => Promise<Answer>; let(path: string): void } {
  const waiting = new Map<string, () => void>();
  return {
    async handle(call) {
      await new Promise<void>((resolve) => waiting.set(call.path, resolve));
      return answerWith(call, 200, { path: call.path });
    },
    let: (path) => waiting.get(path)?.(),
  };
}

/** Checks again until it holds; a busy machine may take its time. */
export const soon = (check: () => unknown): Promise<void> =>
  vi.waitFor(
    async () => {
      await check();
    },
    { timeout: 20_000 },
  );

/** Waits for the only place for a connection to be free. */
export const placeIsFree = (edge: Edge): Promise<void> =>
  soon(async () => {
    const answer = await exchange(edge.port, get('*', 'Host: localhost\r\n', 'OPTIONS'));
    expect(answer?.status).toBe(204);
  });
