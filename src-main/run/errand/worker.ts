// The entry of a thread that goes on one errand and ends. Whoever began it ends it where that takes too long.
import { parentPort, workerData } from 'node:worker_threads';
import type { Errand } from '#main/ports/errand.ts';
import type { Destinations } from '#main/ports/run.ts';
import { splitConnection } from '#shared/model/connection-secrets.ts';
import { StepFailure, toldOf } from '../step-failure.ts';
import { createStripper } from '../strip-secrets.ts';

const { errand, destinations }: { errand: Errand; destinations: Destinations } = workerData;

/** Each is loaded only where it is needed: a thread that posts a webhook does without the drivers of databases. */
async function run(): Promise<string> {
  switch (errand.kind) {
    case 'test': {
      const { testConnection } = await import('../connection-test/test-connection.ts');
      return testConnection(errand.connection, destinations);
    }
    case 'webhook': {
      const { postWebhook } = await import('./post-webhook.ts');
      return postWebhook(errand, destinations);
    }
    case 'mail': {
      const { mailNotice } = await import('./mail-notice.ts');
      return mailNotice(errand);
    }
  }
}

/** What may not be told of it. An address often holds what lets its holder in. */
function secretsOf(): string[] {
  switch (errand.kind) {
    case 'test':
      return Object.values(splitConnection(errand.connection).secrets);
    case 'webhook':
      return [errand.url];
    case 'mail':
      return Object.values(splitConnection(errand.smtp).secrets);
  }
}

const strip = createStripper(secretsOf());
try {
  parentPort?.postMessage({ ok: true, text: strip(await run()) });
} catch (error) {
  const isFinal = error instanceof StepFailure && error.isFinal;
  parentPort?.postMessage({ ok: false, text: toldOf(error, strip), isFinal });
}
