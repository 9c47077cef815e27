// What the tests of this room share: a real pool, and a short way to run a workflow in it.
import type {
  ExecutionOutcome,
  ExecutionRequest,
  RunConditions,
  RunEnvironment,
  RunPermissions,
  RunPort,
  StoredAnswer,
} from '#main/ports/run.ts';
import { createRunPool, type RunPool, type RunPoolOptions } from '#main/run/pool.ts';
import type { StepTrace } from '#shared/model/call.ts';
import { Workflow } from '#shared/model/step.ts';
import { bundled } from '#test/support/bundled.ts';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { z } from 'zod';

export const workerUrl = pathToFileURL(bundled('run-worker'));

export const conditionsWith = (
  environment: Partial<RunEnvironment>,
  permissions: Partial<RunPermissions> = {},
): RunConditions => ({
  destinations: { privateAllowed: true, adminPorts: [] },
  environment: { values: {}, connections: {}, secrets: [], ...environment },
  permissions: {
    commands: [],
    folders: [],
    dataFolder: join(tmpdir(), 'hookline-data'),
    workFolder: join(tmpdir(), 'hookline-commands'),
    programEnvironment: { PATH: process.env.PATH ?? '' },
    ...permissions,
  },
});

export const startPool = (options: Partial<RunPoolOptions> = {}): RunPool =>
  createRunPool({
    workerUrl,
    readBlob: async (file) => Promise.reject(new Error(`There is no file ${file}.`)),
    graceMs: 200,
    conditions: conditionsWith({}),
    ...options,
  });

interface Given {
  readonly dataProcessing?: string;
  readonly body?: string | Uint8Array | null;
  readonly type?: string | null;
  readonly headers?: readonly (readonly [string, string])[];
  readonly query?: Readonly<Record<string, unknown>>;
  readonly hiddenBodyPaths?: readonly string[];
  readonly timeoutMs?: number;
  readonly onAnswer?: (answer: StoredAnswer) => void;
}

let lastProgram = 0;

export function requestOf(steps: z.input<typeof Workflow>, given: Given = {}): ExecutionRequest {
  lastProgram += 1;
  const { body = null, type = 'application/json' } = given;
  return {
    program: {
      key: `program-${lastProgram}@1`,
      dataProcessing: given.dataProcessing,
      steps: Workflow.parse(steps),
      hiddenBodyPaths: given.hiddenBodyPaths ?? [],
    },
    call: {
      id: '019b0000-0000-7000-8000-000000000000',
      method: 'POST',
      path: '/t37ed/Orders',
      receivedAt: '2026-11-24T12:00:00.000Z',
      keyLabel: 'ERP',
      attempt: 1,
      lane: 't37ed/Orders',
    },
    queryJson: JSON.stringify(given.query ?? {}),
    headersJson: JSON.stringify([
      ...(type === null ? [] : [['Content-Type', type] as const]),
      ...(given.headers ?? []),
    ]),
    body: body === null ? null : { kind: 'bytes', bytes: Buffer.from(body) },
    timeoutMs: given.timeoutMs ?? 60_000,
  };
}

export const run = (
  pool: RunPort,
  steps: z.input<typeof Workflow>,
  given: Given = {},
): Promise<ExecutionOutcome> => pool.execute(requestOf(steps, given), given.onAnswer ?? (() => undefined));

export const stepsOf = ({ stepsJson }: ExecutionOutcome): readonly StepTrace[] =>
  JSON.parse(stepsJson) as StepTrace[];

export const bodyText = ({ answer }: ExecutionOutcome): string | null =>
  answer === null || answer.body === null ? null : Buffer.from(answer.body).toString();

/** The result as a caller reads it; a failed execution shows its problem in its place. */
export function resultOf(outcome: ExecutionOutcome): unknown {
  if (outcome.problem !== null) return outcome.problem;
  const text = bodyText(outcome);
  return text === null ? undefined : JSON.parse(text);
}

export interface Upstream {
  readonly url: string;
  close(): Promise<void>;
}

export async function startUpstream(
  serve: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<Upstream> {
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export async function readRequest(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
