import { send } from './wrk.ts';
import { launch, nextPort } from './processes.ts';
import { megabytesOf } from './process-cost.ts';

const lookEveryMs = 2;
const settleMs = 2_000;

/** From the spawn of Node.js to the first 2xx at a path, and the memory held once nothing is left to do. */
export async function startAndRest(
  argsFor: (port: number) => readonly string[],
  path: string,
): Promise<{ readonly ms: number; readonly megabytes: number | undefined }> {
  const port = nextPort();
  const beganMs = performance.now();
  const { server, output } = launch(process.execPath, argsFor(port), `http://127.0.0.1:${port}`);
  output.resume();
  try {
    while (!(await answers(`${server.url}${path}`))) {
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    const ms = performance.now() - beganMs;
    await new Promise((resolve) => setTimeout(resolve, settleMs));
    return { ms, megabytes: megabytesOf(server.pid) };
  } finally {
    await server.stop();
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await send(url)).ok;
  } catch {
    return false;
  }
}
