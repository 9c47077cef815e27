import type { Destinations } from '#main/ports/run.ts';

const timeLimitMs = 5_000;
const maxBytes = 256 * 1024;
const maxRedirects = 3;

/** Fetches what stands at an address as JSON, no longer and no larger than key sets are. Rejects with why it cannot. */
export async function fetchKeySet(address: string, destinations: Destinations): Promise<unknown> {
  // An HTTP client is much to hold for what few triggers ask for.
  const { interceptors, request } = await import('undici');
  const { createGuardedAgent } = await import('./run/http/guarded-agent.ts');
  const agent = createGuardedAgent(destinations);
  try {
    const answer = await request(address, {
      dispatcher: agent.compose(interceptors.redirect({ maxRedirections: maxRedirects })),
      headers: { accept: 'application/jwk-set+json, application/json' },
      signal: AbortSignal.timeout(timeLimitMs),
    });
    if (answer.statusCode !== 200) throw new Error(`It answered ${answer.statusCode}.`);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new Error(`It answered with more than ${maxBytes} bytes.`);
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } finally {
    await agent.destroy();
  }
}
