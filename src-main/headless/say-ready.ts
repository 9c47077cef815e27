import type { LoadedExample } from '#shared/model/example.ts';
import { exampleLines } from '#main/examples/example-lines.ts';
import { OutputClosed, type Terminal } from './terminal.ts';

interface Ready {
  readonly webhookUrl: string;
  readonly httpsUrl: string | null;
  readonly adminUrl: string;
  readonly adminToken: string;
  /** Null where none were asked for. */
  readonly examples: readonly LoadedExample[] | null;
}

/** Tells that the service listens; programs read the first line of `--json`. */
export async function sayReady(ready: Ready, json: boolean, terminal: Terminal): Promise<void> {
  try {
    await terminal.print(json ? jsonLine(ready) : humanText(ready));
  } catch (error) {
    // Nobody reads it: the service serves all the same.
    if (!(error instanceof OutputClosed)) throw error;
  }
}

function jsonLine({ webhookUrl, httpsUrl, adminUrl, adminToken, examples }: Ready): string {
  const line = { event: 'ready', webhookUrl, httpsUrl, adminUrl, adminToken, pid: process.pid };
  return `${JSON.stringify(examples === null ? line : { ...line, examples })}\n`;
}

function humanText({ webhookUrl, httpsUrl, adminUrl, adminToken, examples }: Ready): string {
  const lines = [
    'Hookline is ready.',
    `  Screens:   ${adminUrl}/#token=${adminToken}`,
    `  Webhooks:  ${webhookUrl}`,
    ...(httpsUrl === null || httpsUrl === webhookUrl ? [] : [`             ${httpsUrl}`]),
    ...exampleLines(examples ?? []),
  ];
  return `${lines.join('\n')}\n`;
}
