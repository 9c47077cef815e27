// Triggers with some authentication on the whole core, and what becomes of calls to them.
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';

type Trigger = IntegrationDraftInput['trigger'];

export interface Sent {
  readonly status: number;
  readonly challenge: string | null;
  /** Of a refused one, as its caller sees it. */
  readonly detail: string | undefined;
  readonly keyLabel: string | null;
  readonly code: string | null;
  /** The full reason, as the log has it. */
  readonly reason: string | null;
  readonly callId: string;
}

export interface OpenTrigger {
  readonly id: string;
  readonly address: string;
  /** Sends a POST, unless told otherwise; what was answered, and what the log says of it. */
  send(request?: RequestInit & { readonly query?: string }): Promise<Sent>;
}

export interface OpenCore {
  readonly at: TestRuntime;
  trigger(authentication: Trigger['authentication'], rest?: Partial<Trigger>): Promise<OpenTrigger>;
  close(): Promise<void>;
}

export async function openCore(): Promise<OpenCore> {
  const folder = await newFolder();
  const at = await startRuntime(folder);
  let count = 0;

  async function sent(answer: Response): Promise<Sent> {
    const { detail }: { detail?: string } = JSON.parse(await answer.text());
    const callId = answer.headers.get('x-call-id') ?? '';
    const call = await until(
      async () => (await at.client.calls.list({})).calls.find(({ id }) => id === callId),
      (found) => found !== undefined,
    );
    return {
      status: answer.status,
      challenge: answer.headers.get('www-authenticate'),
      detail,
      keyLabel: call?.keyLabel ?? null,
      code: call?.problem?.code ?? null,
      reason: call?.problem?.text ?? null,
      callId,
    };
  }

  return {
    at,
    async trigger(authentication, rest = {}) {
      count += 1;
      const { integration, address } = await create(at, draft(`T${count}`, { ...rest, authentication }));
      return {
        id: integration.id,
        address,
        send: async ({ query = '', ...request } = {}) =>
          sent(await fetch(`${address}${query}`, { method: 'POST', ...request })),
      };
    },
    async close() {
      await at.stop();
      await dropFolder(folder);
    },
  };
}
