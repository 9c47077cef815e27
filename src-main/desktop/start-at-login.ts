// Whether the system starts the app when a person signs in.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { findAppImage } from './app-image.ts';

export interface LoginStart {
  /** Throws where the system does not let it be written. */
  set(isWanted: boolean, isHidden: boolean): void;
  /** Where there is an entry: brings it to the program that runs, whose file may have another name since an update. */
  renew(isHidden: boolean): void;
}

export function startAtLogin(
  dataFolder: string,
  usualFolder: string,
  platform: NodeJS.Platform = process.platform,
): LoginStart {
  /** One for each data folder that is not the usual one. */
  const mark = dataFolder === usualFolder ? '' : `-${digest(dataFolder)}`;
  const argsFor = (isHidden: boolean): string[] => [
    ...(app.isPackaged ? [] : [app.getAppPath()]),
    ...(mark === '' ? [] : [`--data=${dataFolder}`]),
    ...(isHidden ? ['--hidden'] : []),
  ];
  if (platform === 'linux') return autostart(`hookline${mark}.desktop`, argsFor);
  const name = `dev.hookline.desktop${mark}`;
  // Electron quotes the arguments itself, whatever its documentation says.
  const settingsFor = (isHidden: boolean) => ({ openAtLogin: true, name, args: argsFor(isHidden) });
  return {
    set(isWanted, isHidden) {
      if (platform === 'darwin' && mark !== '' && isWanted)
        throw new Error('macOS starts an app at login without a data folder: it would be the usual one.');
      app.setLoginItemSettings({ ...settingsFor(isHidden), openAtLogin: isWanted });
    },
    // An installer puts the new program in the place of the old one; its arguments may be of an earlier version.
    renew(isHidden) {
      if (platform !== 'win32') return;
      // It is a command line: without the quotes it would end at a space.
      const { launchItems } = app.getLoginItemSettings({ path: `"${process.execPath}"` });
      // A person may have taken it out of the system's own list, or switched it off there. Electron says that of some that are
      // on, too: to write it back would switch them off.
      if (launchItems.some((item) => item.name === name && item.enabled))
        app.setLoginItemSettings(settingsFor(isHidden));
    },
  };
}

/** Freedesktop's way; Electron has none for Linux. */
function autostart(name: string, argsFor: (isHidden: boolean) => readonly string[]): LoginStart {
  const path = join(app.getPath('appData'), 'autostart', name);
  const exec = (isHidden: boolean): string =>
    `Exec=${[findAppImage(app.isPackaged) ?? process.execPath, ...argsFor(isHidden)].map(quoted).join(' ')}`;
  return {
    set(isWanted, isHidden) {
      if (!isWanted) return rmSync(path, { force: true });
      const command = exec(isHidden);
      if (hasControl(command))
        throw new Error(
          `What starts at login is kept in lines, and ${command} has a control character: rename the folder.`,
        );
      mkdirSync(dirname(path), { recursive: true });
      const head = ['[Desktop Entry]', 'Type=Application', 'Name=Hookline'];
      writeFileSync(path, `${[...head, command, 'X-GNOME-Autostart-enabled=true'].join('\n')}\n`);
    },
    renew(isHidden) {
      const there = read(path);
      if (there === null || hasControl(exec(isHidden))) return;
      // The rest is a person's, who may have switched it off in the system's own list.
      const renewed = there.replace(/^Exec=.*$/m, () => exec(isHidden));
      if (renewed !== there) writeIfPossible(path, renewed);
    },
  };
}

/** It would end the line, and what follows would be a line of its own. */
const hasControl = (command: string): boolean => /\p{Cc}/u.test(command);

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** A start does not fail for it. */
function writeIfPossible(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch {
    // It is as it was.
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** As the specification of desktop entries has it: quoted, and a percent sign is a field code. */
export const quoted = (argument: string): string =>
  `"${argument
    .replace(/[\\"`$]/g, '\\$&')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')}"`;
