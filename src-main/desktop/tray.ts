import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { Commands } from './commands.ts';
import type { TrayState, TrayWords } from './tray-words.ts';

export interface TrayIcon {
  /** `update`: the version that is ready to be installed. */
  tell(words: TrayWords, update: string | null): void;
}

/** Long texts make a tray's menu as wide as the screen. */
const longestLine = 80;

/** The icon that tells how it goes while no window is open. Held by the caller, or else it may be collected. */
export function openTray(iconsFolder: string, commands: Commands): TrayIcon {
  const tray = new Tray(iconOf(iconsFolder, 'off'));
  // macOS opens the menu by the same click.
  if (process.platform !== 'darwin') tray.on('click', commands.open);
  let told = '';
  return {
    tell({ state, lines }, update) {
      // A menu that is set anew closes under the hand of who reads it.
      const telling = JSON.stringify([state, lines, update]);
      if (telling === told) return;
      told = telling;
      tray.setImage(iconOf(iconsFolder, state));
      tray.setToolTip(`Hookline: ${lines[0] ?? ''}`);
      tray.setContextMenu(Menu.buildFromTemplate(itemsOf(lines, update, commands)));
    },
  };
}

function iconOf(folder: string, state: TrayState) {
  // What macOS is to colour by itself ends with this.
  const template = process.platform === 'darwin' ? 'Template' : '';
  return nativeImage.createFromPath(join(folder, `tray-${state}${template}.png`));
}

function itemsOf(
  lines: readonly string[],
  update: string | null,
  { open, go, install, quit }: Commands,
): MenuItemConstructorOptions[] {
  return [
    ...lines.map((line, at) => ({ id: `line-${at}`, label: shortened(line), enabled: false })),
    { type: 'separator' },
    { id: 'open', label: 'Open Hookline', click: open },
    { id: 'log', label: 'Live Log', click: go('/calls') },
    { id: 'failed', label: 'Failed Calls', click: go('/calls?state=failed') },
    { id: 'lanes', label: 'Lanes', click: go('/lanes') },
    { id: 'new', label: 'New Integration', click: go('/integrations/new') },
    { type: 'separator' },
    ...(update === null ? [] : [{ id: 'install', label: `Restart to Install ${update}`, click: install }]),
    { id: 'quit', label: 'Quit Hookline', click: quit },
  ];
}

const shortened = (line: string): string =>
  line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line;
