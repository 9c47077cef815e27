import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ComposeOptions } from '#main/runtime.ts';

export interface StartOptions {
  readonly dataFolder: string;
  /** In place of the settings, for this life. */
  readonly places: Required<Pick<ComposeOptions, 'http' | 'https'>>;
  /** Loads the sample integrations and opens the system they talk to. */
  readonly examples: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** From the command line, which Chromium's switches share; `appData` is where the system keeps applications' data. */
export function readStartOptions(
  argv: readonly string[],
  environment: Environment,
  appData: string,
): StartOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: { data: text, host: text, port: text, 'https-port': text, examples: { type: 'boolean' } },
    strict: false,
  });
  const given = typeof values.data === 'string' ? values.data : environment.HOOKLINE_DATA;
  const portOf = (given: unknown) =>
    typeof given === 'string' && /^\d{1,5}$/.test(given) ? Number(given) : undefined;
  const host = typeof values.host === 'string' ? values.host : undefined;
  return {
    // Named as the headless face names it, so that both see one installation.
    dataFolder: resolve(given || join(appData, 'Hookline')),
    examples: values.examples === true,
    places: {
      http: { host, port: portOf(values.port) },
      https: { host, port: portOf(values['https-port']) },
    },
  };
}
