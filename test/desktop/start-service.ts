import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from '#scripts/desktop-binaries.js';

/** The headless service on a folder, once it listens. */
export async function startService(folder: string) {
  const service = spawn(
    process.execPath,
    ['bin/hookline.js', '--data', folder, '--json', 'serve', '--port=0', '--admin-port=0'],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(service.stdout, 'data')) as [Buffer];
  const { webhookUrl } = JSON.parse(line.toString()) as { webhookUrl: string };
  const gone = once(service, 'exit');
  return {
    webhookUrl,
    isRunning: () => service.exitCode === null,
    /** It has no time for anything. */
    async kill() {
      service.kill('SIGKILL');
      await gone;
    },
    async [Symbol.asyncDispose]() {
      service.kill('SIGTERM');
      await gone;
    },
  };
}
