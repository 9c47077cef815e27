import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ComposeOptions } from '#main/runtime.ts';

export interface StartOptions {
  readonly dataFolder: string;
  /** In place of the settings, for this life. */
  readonly places: Required<Pick<ComposeOptions, 'http' | 'https'>>;
  /** 0 picks a free one. */
  readonly adminPort: number;
  /** Started by the system at login: nobody asked for a window. */
  readonly isHidden: boolean;
  /** Installation files that the app was asked to open. */
  readonly files: readonly string[];
  /** Loads the sample integrations and opens the system they talk to. */
  readonly examples: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** By its name; whether it is one, whoever reads it finds. */
export const isInstallationFile = (path: string): boolean => /\.(hookline|ya?ml|json)$/i.test(path);

/** Of a path or, as desktops of Linux pass what is double-clicked, of a `file:` address; a TypeError where that is of another machine. */
export const pathOf = (given: string, folder: string): string =>
  given.startsWith('file:') ? fileURLToPath(given) : resolve(folder, given);

/** Named as the headless face names it, so that both see one installation. */
export const usualFolder = (appData: string): string => resolve(appData, 'Hookline');

/** From the command line, which Chromium's switches share; `appData` is where the system keeps applications' data. */
export function readStartOptions(
  argv: readonly string[],
  environment: Environment,
  appData: string,
): StartOptions {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: {
      data: text,
      host: text,
      port: text,
      'https-port': text,
      'admin-port': text,
      examples: { type: 'boolean' },
      hidden: { type: 'boolean' },
    },
    strict: false,
    allowPositionals: true,
  });
  const given = typeof values.data === 'string' ? values.data : environment.HOOKLINE_DATA;
  const portOf = (given: unknown) =>
    typeof given === 'string' && /^\d{1,5}$/.test(given) ? Number(given) : undefined;
  const host = typeof values.host === 'string' ? values.host : undefined;
  return {
    dataFolder: given ? resolve(given) : usualFolder(appData),
    adminPort: portOf(values['admin-port']) ?? 0,
    isHidden: values.hidden === true,
    // Beside them stand Electron's own: the folder of an app that is not packaged.
    files: positionals.filter(isInstallationFile),
    examples: values.examples === true,
    places: {
      http: { host, port: portOf(values.port) },
      https: { host, port: portOf(values['https-port']) },
    },
  };
}
