import { Agent, request } from 'undici';
import type { z } from 'zod';
import type { TestAnswer, TestCall } from '#shared/contract/integrations.ts';
import { endpointPath } from '#shared/model/address.ts';
import type { Integration } from '#shared/model/integration.ts';
import type { HostStatus, ListenerStatus } from '#shared/model/setting.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import type { CapabilityDeps } from './deps.ts';
import { showBytes } from './show-body.ts';

/**
 * Sends a real call over the listener, with the key of this life: what is tested is what callers meet.
 * Problems: `listener_down`.
 */
export async function sendTestCall(
  test: z.output<typeof TestCall>,
  integration: Integration,
  { status, testKey }: Pick<CapabilityDeps, 'status' | 'testKey'>,
  signal: AbortSignal | undefined,
): Promise<Result<TestAnswer>> {
  const listener = listenerFor(integration, status());
  if (listener === undefined) {
    return refuse(
      problem('listener_down', {
        detail: integration.trigger.httpsOnly
          ? 'The trigger takes calls over HTTPS only, and HTTPS is not up.'
          : 'No listener is up, so no call can be sent.',
      }),
    );
  }
  const url = `${listener.kind}://${reachable(listener.host)}:${listener.port}${endpointPath(integration)}${test.query === '' ? '' : `?${test.query}`}`;
  const wait = integration.trigger.requestResponse;
  const startedAt = performance.now();
  // We call ourselves: whom the certificate is for, and who trusts it, is not what is tested.
  const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });
  try {
    const answer = await request(url, {
      method: test.method ?? integration.trigger.methods[0]!,
      headers: {
        'x-api-key': testKey,
        ...(test.contentType === undefined ? {} : { 'content-type': test.contentType }),
      },
      body:
        test.body === undefined
          ? null
          : Buffer.from(test.body, test.bodyEncoding === 'base64' ? 'base64' : 'utf8'),
      headersTimeout: (wait === false ? 30 : wait.timeoutSeconds + 10) * 1_000,
      dispatcher,
      ...(signal === undefined ? {} : { signal }),
    });
    const bytes = new Uint8Array(await answer.body.arrayBuffer());
    const type = answer.headers['content-type'];
    const body = showBytes(bytes, typeof type === 'string' ? type : null);
    const headers = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
      [value ?? []].flat().map((one) => [name, one]),
    );
    const callId = headers.find(([name]) => name === 'x-call-id')?.[1] ?? null;
    return ok({
      callId,
      status: answer.statusCode,
      headers,
      body,
      durationMs: performance.now() - startedAt,
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return refuse(problem('listener_down', { detail: `The call did not get through: ${why}` }));
  } finally {
    await dispatcher.destroy();
  }
}

/** Plain HTTP where the trigger takes it, since there nothing but the trigger can refuse the call. */
function listenerFor({ trigger }: Integration, { listeners }: HostStatus): ListenerStatus | undefined {
  const up = (of: ListenerStatus['kind']) => listeners.find(({ kind, up }) => kind === of && up);
  return trigger.httpsOnly ? up('https') : (up('http') ?? up('https'));
}

/** An address that stands for all of a machine's is called on its loopback one. */
const reachable = (host: string): string =>
  host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
