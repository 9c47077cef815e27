import type { CommandLine } from 'electron';
import { only } from './refuse.ts';

/** What Electron gives itself at each start, before the first line of an app runs or by what it calls there. */
export const ownSwitches = [
  'allow-file-access-from-files',
  'enable-sandbox',
  'standard-schemes',
  'secure-schemes',
  'fetch-schemes',
  'code-cache-schemes',
  'ozone-platform',
] as const;

export const commandLine = only('app.commandLine', {
  hasSwitch: (name: string) =>
    ownSwitches.some((own) => own === name) || process.argv.some((arg) => arg.split('=')[0] === `--${name}`),
  getSwitchValue: (name: string) =>
    process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
  appendSwitch: () => {
    // Playwright's loader sets Chromium's switches, after Chromium's own are chosen.
  },
} satisfies Partial<CommandLine>);
