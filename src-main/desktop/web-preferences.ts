import type { WebPreferences } from 'electron';

/** In memory: nothing that a page stores outlives the app. */
export const partition = 'hookline';

/** Of every window there is. Most are Electron's defaults, written down so that no default can change them. */
export function webPreferences(of: {
  readonly preload: string;
  readonly isPackaged: boolean;
}): WebPreferences {
  return {
    preload: of.preload,
    partition,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    plugins: false,
    safeDialogs: true,
    disableDialogs: true,
    spellcheck: false,
    devTools: !of.isPackaged,
  };
}
