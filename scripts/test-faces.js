// `npm run test:faces`: all specs of the screens over both faces, of which `npm test` goes each over one. What comes after
// `--` goes to Playwright.
import { buildIfStale } from './build-if-stale.js';
import { bringChromium } from './chromium.js';
import { endWithNpm } from './end-with-npm.js';
import { endWith } from './headless.js';
import { onNode } from './on-node.js';
import { endWithSignals, runPackage } from './run.js';

async function testFaces() {
  endWithSignals();
  if (!(await buildIfStale())) return 1;
  const chromium = await bringChromium();
  const env = { ...process.env, FACES: 'all', ...(chromium ? { CHROMIUM_PATH: chromium } : {}) };
  const args = ['test', '--project=browser', '--project=window', ...process.argv.slice(2)];
  return (await runPackage('@playwright/test', args, { bin: 'playwright', minutes: 60, env })) ?? 1;
}

endWithNpm();
endWith(await onNode(testFaces));
