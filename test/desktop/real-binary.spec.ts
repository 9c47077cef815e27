// Says whether the project `electron` ran over the real binary, and why not.
import { expect } from '@playwright/test';
import { findRealBinary } from '#scripts/desktop-binaries.js';
import { test } from './launch.ts';

const real = findRealBinary();

test('the Electron binary runs the app that was built', async ({ page, app }) => {
  test.skip('missing' in real, 'missing' in real ? real.missing : '');
  const versions = await app.evaluate(() => process.versions);
  expect(versions['electron']).toMatch(/^45\./);
  await expect(page.getByText('Connected')).toBeVisible();
});
