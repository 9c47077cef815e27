/** What would let somebody else steer an installed app, or take its guards away. */
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
  'allow-file-access-from-files',
  'proxy-server',
  'host-rules',
  'host-resolver-rules',
  'user-data-dir',
  'gpu-launcher',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
] as const;

/** Why an installed app does not start; null where it does, and while it is developed, where all of them have their use. */
export function refusalOf(
  app: { readonly isPackaged: boolean; readonly commandLine: { hasSwitch(name: string): boolean } },
  isAppImage: boolean,
): string | null {
  const given = app.isPackaged ? steering.find((name) => app.commandLine.hasSwitch(name)) : undefined;
  if (given === undefined) return null;
  const refused = `An installed Hookline does not start with --${given}.`;
  // What starts an AppImage adds it by itself where "unshare -Ur true" fails.
  return given === 'no-sandbox' && isAppImage ? `${refused} ${noSandbox}` : refused;
}

const noSandbox =
  'Where nobody gave it, this system lets programs of a person make no user namespaces, which pages are locked away in. ' +
  'Install the deb or rpm package, which asks the system for that, or allow them for all programs: on Ubuntu by ' +
  '"sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0", on Debian by "sudo sysctl kernel.unprivileged_userns_clone=1".';
