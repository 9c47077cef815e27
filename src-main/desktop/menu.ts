import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Commands } from './commands.ts';

type Items = MenuItemConstructorOptions[];
const line: MenuItemConstructorOptions = { type: 'separator' };

/** The application's menu, by the conventions of each platform. */
export function setMenu(commands: Commands): void {
  const isMac = process.platform === 'darwin';
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [appMenu(commands)] : []),
      { label: '&File', submenu: fileItems(commands, isMac) },
      { role: 'editMenu' },
      { label: '&View', submenu: viewItems(commands) },
      { role: 'windowMenu' },
      { role: 'help', submenu: helpItems(commands, isMac) },
    ]),
  );
}

const settingsItem = ({ go }: Commands): MenuItemConstructorOptions => ({
  id: 'settings',
  label: 'Settings…',
  accelerator: 'CmdOrCtrl+,',
  click: go('/settings'),
});

/** On macOS settings and the end of the app stand in the menu that has its name. */
const appMenu = (commands: Commands): MenuItemConstructorOptions => ({
  label: 'Hookline',
  submenu: [
    { role: 'about' },
    line,
    settingsItem(commands),
    line,
    { role: 'services' },
    line,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    line,
    { id: 'quit', role: 'quit' },
  ],
});

const fileItems = (commands: Commands, isMac: boolean): Items => [
  {
    id: 'new',
    label: 'New Integration',
    accelerator: 'CmdOrCtrl+N',
    click: commands.go('/integrations/new'),
  },
  {
    id: 'import',
    label: 'Open Installation File…',
    accelerator: 'CmdOrCtrl+O',
    click: commands.chooseFile,
  },
  line,
  ...(isMac ? [] : [settingsItem(commands), line]),
  { id: 'close', role: 'close' },
  ...(isMac ? [] : [{ id: 'quit', role: 'quit', accelerator: 'CmdOrCtrl+Q' } as const]),
];

function viewItems({ go }: Commands): Items {
  const places = [
    ['Integrations', '/'],
    ['Live Log', '/calls'],
    ['Lanes', '/lanes'],
    ['Consumers', '/consumers'],
  ] as const;
  return [
    ...places.map(([label, place], at) => ({
      id: `place-${at + 1}`,
      label,
      accelerator: `CmdOrCtrl+${at + 1}`,
      click: go(place),
    })),
    line,
    { role: 'reload' },
    line,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { role: 'togglefullscreen' },
    ...(app.isPackaged ? [] : [line, { role: 'toggleDevTools' } as const]),
  ];
}

const helpItems = ({ showDataFolder, showAbout }: Commands, isMac: boolean): Items => [
  { id: 'folder', label: 'Show the Data Folder', click: showDataFolder },
  ...(isMac ? [] : [line, { id: 'about', label: 'About Hookline', click: showAbout }]),
];
