// What the specs of the desktop app run over: the double always, the real binary wherever there is one.
import { join } from 'node:path';
import { root } from './build-if-stale.js';
import { findElectron } from './electron.js';

export { root } from './build-if-stale.js';
export const double = join(root, 'test', 'desktop', 'double', 'electron');

/**
 * `ELECTRON_OVERRIDE_DIST_PATH` names the folder of another one than the package's own.
 * @returns {{ path: string } | { missing: string }}
 */
export function findRealBinary() {
  const path = findElectron();
  if (path === undefined)
    return { missing: 'The Electron binary is not there; "npx install-electron" brings it.' };
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return hasDisplay ? { path } : { missing: 'There is no display; "xvfb-run -a" lends one.' };
}
