import { request } from 'undici';
import type { Errand } from '#main/ports/errand.ts';
import type { Destinations } from '#main/ports/run.ts';
import { createGuardedAgent } from '../http/guarded-agent.ts';
import { StepFailure } from '../step-failure.ts';

const timeLimitMs = 20_000;
const gone = 410;

/** Posts it; 2xx is a delivery, and 410 says that none will ever be wanted again. Redirects are not followed. */
export async function postWebhook(
  { url, headers, body }: Extract<Errand, { kind: 'webhook' }>,
  destinations: Destinations,
): Promise<string> {
  const agent = createGuardedAgent(destinations);
  try {
    const answer = await request(url, {
      dispatcher: agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Hookline', ...headers },
      body,
      signal: AbortSignal.timeout(timeLimitMs),
    });
    await answer.body.dump();
    const { statusCode: status } = answer;
    const text = `${new URL(url).host} answered ${status}.`;
    if (status < 200 || status > 299) throw new StepFailure(text, { status, isFinal: status === gone });
    return text;
  } finally {
    await agent.destroy();
  }
}
