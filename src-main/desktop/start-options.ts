import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ComposeOptions } from '#main/runtime.ts';

export interface StartOptions {
  readonly dataFolder: string;
  /** In place of the settings, for this life. */
  readonly places: Required<Pick<ComposeOptions, 'http' | 'https'>>;
  /** The arguments that said so, and of the admin server. */
  readonly placeArguments: readonly string[];
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

/** Says of a start that nobody asked for it. */
export const afterFailure = '--after-failure';

/** What was for one start only: what it opened and loaded, and whether somebody was there. */
const once: readonly string[] = ['--examples', '--hidden', afterFailure];

/** The arguments of the same app once more. */
export function toStartAgain(argv: readonly string[]): string[] {
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const isOfOneStart = (token: (typeof tokens)[number]) =>
    token.kind === 'positional'
      ? isInstallationFile(token.value)
      : 'rawName' in token && once.includes(token.rawName);
  const dropped = new Set(tokens.filter(isOfOneStart).map(({ index }) => index));
  return argv.filter((_, index) => !dropped.has(index));
}

const text = { type: 'string' } as const;
const options = {
  data: text,
  host: text,
  port: text,
  'https-port': text,
  'admin-port': text,
  examples: { type: 'boolean' },
  hidden: { type: 'boolean' },
} as const;

const placeNames = ['host', 'port', 'https-port', 'admin-port'] as const;

/** From the command line, which Chromium's switches share; `appData` is where the system keeps applications' data. */
export function readStartOptions(
  argv: readonly string[],
  environment: Environment,
  appData: string,
): StartOptions {
  const { values, positionals } = parseArgs({
    // What a new version is not started with, the one that it is put in the place of leaves there.
    args: [...(environment.HOOKLINE_PLACES ?? '').split(' '), ...argv],
    options,
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
    placeArguments: placeNames.flatMap((name) =>
      typeof values[name] === 'string' ? [`--${name}=${values[name]}`] : [],
    ),
    examples: values.examples === true,
    places: {
      http: { host, port: portOf(values.port) },
      https: { host, port: portOf(values['https-port']) },
    },
  };
}

/**
 * Why a version that is ready cannot be installed by a restart, and what to do: where something else than this app starts it, it
 * would be on another folder, or not where it is called. Null where it can.
 */
export function whyByHand(
  { dataFolder, placeArguments }: Pick<StartOptions, 'dataFolder' | 'placeArguments'>,
  usual: string,
  platform: NodeJS.Platform,
): string | null {
  const isUsual =
    platform === 'win32' ? dataFolder.toLowerCase() === usual.toLowerCase() : dataFolder === usual;
  const given = [...(isUsual ? [] : [`the data folder ${dataFolder}`]), ...placeArguments];
  if (platform === 'linux' || given.length === 0) return null;
  return (
    `A restart cannot install it: Hookline was started with ${given.join(', ')}, ` +
    'and would be started again without. Quit Hookline, install it by hand, and start it as before.'
  );
}
