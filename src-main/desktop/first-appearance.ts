import type { BrowserWindow } from 'electron';

/** A window that has painted nothing by then is shown as it is. */
const patienceMs = 2_000;

export interface FirstAppearance {
  /** Shows it now, where it has not been shown yet. */
  appear(): void;
  hasAppeared(): boolean;
}

/** Shows a window once there is something to see in it. */
export function appearWhenReady(
  window: BrowserWindow,
  isMaximized: boolean,
  platform: NodeJS.Platform = process.platform,
): FirstAppearance {
  let hasAppeared = false;
  function appear(): void {
    if (hasAppeared) return;
    hasAppeared = true;
    clearTimeout(late);
    // It shows the window, and no sooner may it.
    if (isMaximized) window.maximize();
    window.show();
  }
  const late = setTimeout(appear, patienceMs);
  window.once('ready-to-show', appear);
  // Under Wayland a hidden window may paint nothing, and is never ready; elsewhere it would show before it has painted.
  if (platform === 'linux') window.webContents.once('did-finish-load', appear);
  window.once('closed', () => clearTimeout(late));
  return { appear, hasAppeared: () => hasAppeared };
}
