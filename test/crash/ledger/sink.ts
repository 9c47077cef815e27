// Where the workflows' effects go: a server in the process that is never killed.
import { z } from 'zod';
import { startPeer, type Peer } from '#test/support/peer.ts';
import { between, type Random } from '#test/support/random.ts';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import type { Ledger } from './ledger.ts';

const Effect = z.object({ id: z.string(), cid: z.string(), attempt: z.number() });

/** Takes a little time for some effects, so that kills find calls in the middle. */
export const startSink = (ledger: Ledger, random: Random, onStart: () => void): Promise<Peer> =>
  startPeer(async ({ url, body }) => {
    ledger.add({ kind: url === '/start' ? 'start' : 'end', ...Effect.parse(JSON.parse(body)) });
    if (url === '/start') onStart();
    if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, between(random, 1, 4)));
    return {};
  });

/** Two effects, told apart by where they go. */
export const effects = (sinkUrl: string): IntegrationDraftInput['workflow'] =>
  (['start', 'end'] as const).map((name) => ({
    name,
    kind: 'httpRequest',
    method: 'POST',
    url: `${sinkUrl}/${name}`,
    body: { id: { from: 'call.id' }, cid: { from: 'query.cid' }, attempt: { from: 'call.attempt' } },
  }));
