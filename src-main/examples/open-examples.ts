// The sample integrations and the small system they talk to, for both faces.
import type { Client } from '#shared/contract/index.ts';
import { openDemoSystem } from './demo-system.ts';
import { loadExamples, type LoadedExample } from './load-examples.ts';

export interface OpenExamples {
  readonly loaded: readonly LoadedExample[];
  /** Ends the system they talk to; to be called after the runtime's own end, since running calls may need it. */
  close(): Promise<void>;
}

export async function openExamples(
  client: Client,
  at: { readonly folder: URL; readonly webhookUrl: string },
): Promise<OpenExamples> {
  const demo = await openDemoSystem();
  const loaded = await loadExamples(client, { ...at, demoUrl: demo.baseUrl });
  return { loaded, close: () => demo.close() };
}
