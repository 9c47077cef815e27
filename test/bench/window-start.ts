import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { double } from '#scripts/desktop-binaries.js';
import { findChromium } from '#scripts/chromium.js';
import { root } from './processes.ts';

/** Whether the double has what it stands on. */
export const canOpenWindow = (): boolean => findChromium() !== undefined;

/** From the spawn of the desktop app, over the double, to a window that is connected and can be used. */
export async function windowStartMs(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'hookline-window-'));
  const beganMs = performance.now();
  const app = await _electron.launch({
    executablePath: double,
    args: [root, `--data=${folder}`, '--port=0'],
    cwd: root,
    env: { ...definedEnvironment(), CHROMIUM_PATH: findChromium() ?? '' },
    colorScheme: null,
  });
  try {
    const page = await app.firstWindow();
    await page.getByRole('link', { name: 'New integration' }).first().waitFor();
    await page.getByText('Connected').waitFor();
    return performance.now() - beganMs;
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const definedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
