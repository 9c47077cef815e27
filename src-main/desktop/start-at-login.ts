// Whether the system starts the app when a person signs in.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app } from 'electron';

export const hiddenSwitch = '--hidden';

/** Throws where the system does not let it be written. */
export function startAtLogin(isWanted: boolean, isHidden: boolean): void {
  const args = [...(app.isPackaged ? [] : [app.getAppPath()]), ...(isHidden ? [hiddenSwitch] : [])];
  if (process.platform === 'linux') return writeAutostart(isWanted ? args : null);
  app.setLoginItemSettings({ openAtLogin: isWanted, args });
}

/** Freedesktop's way; Electron has none for Linux. */
function writeAutostart(args: readonly string[] | null): void {
  const path = join(app.getPath('appData'), 'autostart', 'hookline.desktop');
  if (args === null) return rmSync(path, { force: true });
  // An AppImage is unpacked elsewhere at each start; what stays is the file itself.
  const program = process.env.APPIMAGE ?? process.execPath;
  mkdirSync(dirname(path), { recursive: true });
  const command = [program, ...args].map(quoted).join(' ');
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Hookline',
    `Exec=${command}`,
    'X-GNOME-Autostart-enabled=true',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
}

/** As the specification of desktop entries has it: quoted, and a percent sign is a field code. */
export const quoted = (argument: string): string =>
  `"${argument
    .replace(/[\\"`$]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
