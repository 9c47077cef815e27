import { realpathSync } from 'node:fs';
import { sep } from 'node:path';

/**
 * The file that an installed app was started from where it is an AppImage, else null. The program itself is in a mount of it,
 * which is another one at each start and goes with the process.
 */
export function findAppImage(
  isPackaged: boolean,
  execPath = process.execPath,
  { APPIMAGE, APPDIR }: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  if (!isPackaged || !APPIMAGE || !APPDIR) return null;
  // A terminal that is an AppImage hands its own on.
  return execPath.startsWith(real(APPDIR) + sep) ? APPIMAGE : null;
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
