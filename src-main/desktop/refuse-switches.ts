import type { CommandLine } from 'electron';

/** What would let somebody else steer an installed app, take its guards away, or read along. With a value: only that one. */
const steering = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk',
  'inspect-port',
  'inspect-publish-uid',
  'js-flags',
  'load-extension',
  'disable-web-security',
  'no-sandbox',
  'disable-setuid-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
  'disable-gpu-sandbox',
  'single-process',
  'proxy-server',
  'proxy-pac-url',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'ssl-key-log-file',
  'log-net-log',
  'host-rules',
  'host-resolver-rules',
  'user-data-dir',
  // The key file would be sealed under a password that is in the program, or not at all.
  'use-mock-keychain',
  'password-store=basic',
  'browser-subprocess-path',
  'gpu-launcher',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
] as const;

type Switches = Pick<CommandLine, 'hasSwitch' | 'getSwitchValue'>;

/** Why an installed app does not start; null where it does, and while it is developed, where all of them have their use. */
export function refusalOf(
  { isPackaged, commandLine }: { readonly isPackaged: boolean; readonly commandLine: Switches },
  isAppImage: boolean,
): string | null {
  const isGiven = (one: string): boolean => {
    const [name = '', value] = one.split('=');
    return value === undefined ? commandLine.hasSwitch(name) : commandLine.getSwitchValue(name) === value;
  };
  const given = isPackaged ? steering.find(isGiven) : undefined;
  if (given === undefined) return null;
  const refused = `An installed Hookline does not start with --${given}.`;
  // What starts an AppImage adds it by itself where "unshare -Ur true" fails.
  return given === 'no-sandbox' && isAppImage ? `${refused} ${noSandbox}` : refused;
}

const noSandbox =
  'Where nobody gave it, this system lets programs of a person make no user namespaces, which pages are locked away in. ' +
  'Install the deb or rpm package, which asks the system for that, or allow them for all programs: on Ubuntu by ' +
  '"sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0", on Debian by "sudo sysctl kernel.unprivileged_userns_clone=1".';
