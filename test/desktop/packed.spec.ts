// What tries a packed app, over the double in place of one.
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { double, root } from '#scripts/desktop-binaries.js';
import { runToEnd, test } from './launch.ts';

const tryIt = (program: string, folder: string) =>
  runToEnd(process.execPath, [join(root, 'scripts', 'package.js'), '--try', program], {
    DOUBLE_RESOURCES: folder,
  });

test(
  'a packed app that works starts, answers a call and ends in order',
  { tag: '@double' },
  async ({ folder }) => {
    const { status, said } = await tryIt(double, folder);
    expect(said).toContain('"warehouse"');
    expect(said).toContain('The packed app starts, answers a call and ends in order.');
    expect(status).toBe(0);
  },
);

test('a packed app that does not start is said', { tag: '@double' }, async ({ folder }) => {
  const { status, said } = await tryIt(process.execPath, folder);
  expect(said).toContain('The packed app does not work: it ended with 9 before it had loaded the examples.');
  expect(status).toBe(1);
});
