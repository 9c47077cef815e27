import { localClient } from '#main/capability/local-client.ts';
import { compose } from '#main/compose.ts';
import type { Host } from '#main/host.ts';
import type { ComposeOptions, Runtime } from '#main/runtime.ts';
import type { Client } from '#shared/contract/index.ts';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { testHost } from './host.ts';

export interface TestRuntime {
  readonly runtime: Runtime;
  readonly client: Client;
  readonly folder: string;
  /** Of the webhook listener, without a slash at the end. */
  readonly url: string;
  /** What was reported as an error. */
  readonly errors: string[];
  /** Ends the runtime and keeps the folder. */
  stop(): Promise<void>;
}

/** The whole core on real sockets, real threads and a real folder. */
export async function startRuntime(
  folder: string,
  options: ComposeOptions = {},
  host: Partial<Host> = {},
): Promise<TestRuntime> {
  const errors: string[] = [];
  const composed = await compose(
    { ...testHost(folder, errors), ...host },
    {
      http: { host: '127.0.0.1', port: 0 },
      ...options,
    },
  );
  if (!composed.ok) throw new Error(composed.problem.detail);
  const runtime = composed.value;
  return {
    runtime,
    client: localClient(runtime.router),
    folder,
    url: runtime.status().listeners[0]!.url,
    errors,
    stop: () => runtime.close(),
  };
}

/** Opens a stopped installation, as commands do: no listener, no execution. */
export async function withInstallation<T>(folder: string, use: (client: Client) => Promise<T>): Promise<T> {
  const composed = await compose(testHost(folder), { serve: false });
  if (!composed.ok) throw new Error(composed.problem.detail);
  try {
    return await use(localClient(composed.value.router));
  } finally {
    await composed.value.close();
  }
}

/** All of a body, as it was kept. */
export async function bodyOf({ runtime }: TestRuntime, id: string): Promise<Buffer | null> {
  const body = await runtime.bodyOf(id, 'request');
  if (body === null) return null;
  const parts: Uint8Array[] = [];
  for await (const part of body.read()) parts.push(part);
  return Buffer.concat(parts);
}

type Trigger = Partial<IntegrationDraftInput['trigger']>;

/** A draft with an open trigger and no steps, but for what is given. */
export const draft = (
  name: string,
  trigger: Trigger = {},
  rest: Partial<Omit<IntegrationDraftInput, 'name' | 'trigger'>> = {},
): IntegrationDraftInput => ({ name, ...rest, trigger: { authentication: { kind: 'none' }, ...trigger } });

/** Saves a draft; gives the integration and its full address. */
export async function create(at: Pick<TestRuntime, 'client' | 'url'>, given: IntegrationDraftInput) {
  const { integration, madeKeys } = await at.client.integrations.create({ draft: given });
  return { integration, madeKeys, address: `${at.url}/${integration.code}/${integration.name}` };
}

/** Asks again until the answer fits; fails with the last answer once it has been the same for half a minute, or after two. */
export async function until<T>(ask: () => T | Promise<T>, fits: (value: T) => boolean): Promise<T> {
  const latest = Date.now() + 110_000;
  let deadline = 0;
  let before: string | undefined;
  for (;;) {
    const value = await ask();
    if (fits(value)) return value;
    const now = JSON.stringify(value);
    if (now !== before || deadline === 0) deadline = Math.min(latest, Date.now() + 30_000);
    before = now;
    if (Date.now() > deadline) throw new Error(`This did not come: ${now?.slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The call, once it has ended. */
export const ended = (client: Client, id: string) =>
  until(
    () => client.calls.get({ id }),
    ({ state }) => state !== 'waiting' && state !== 'running',
  );
