// `npm run package`: the installers of this platform, through electron-builder, which is fetched then. `-- --check` looks
// at what it would pack without fetching anything; `-- --service` makes the service for servers instead; `-- --try <program>`
// starts what was packed.
import { join } from 'node:path';
import { buildIfStale, root } from './build-if-stale.js';
import { endWithNpm } from './end-with-npm.js';
import { endWith } from './headless.js';
import { onNode } from './on-node.js';
import { endWithSignals, run } from './run.js';

/** Pinned: what makes a release is as fixed as what is in it. */
const electronBuilder = 'electron-builder@26.17.0';

/** @param {readonly string[]} args */
async function packageAll(args) {
  endWithSignals();
  if (!(await buildIfStale())) return 1;
  if (args[0] === '--try') {
    const { tryApp } = await import('./packaging/try-app.js');
    return tryApp(root, String(args[1]));
  }
  const { checkPackaging } = await import('./packaging/check.js');
  const faults = checkPackaging(root);
  for (const fault of faults) console.error(`packaging: ${fault}`);
  if (faults.length > 0) return 1;
  if (args.includes('--check')) {
    console.log('Configuration, icons, files and everything that they import are as they should be.');
    return 0;
  }
  if (args.includes('--service')) {
    const { packService } = await import('./packaging/service.js');
    return packService(root);
  }
  const config = join(root, 'electron-builder.yml');
  const command = ['exec', '--yes', `--package=${electronBuilder}`, '--', 'electron-builder'];
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const status = await run(npm, [...command, '--config', config, '--publish', 'never', ...args], {
    minutes: 60,
  });
  return status ?? 1;
}

endWithNpm();
endWith(await onNode(() => packageAll(process.argv.slice(2))));
