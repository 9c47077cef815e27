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

/** The first such switch; null while the app is developed, where all of them have their use. */
export function refusedSwitch(app: {
  readonly isPackaged: boolean;
  readonly commandLine: { hasSwitch(name: string): boolean };
}): string | null {
  if (!app.isPackaged) return null;
  return steering.find((name) => app.commandLine.hasSwitch(name)) ?? null;
}
