import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { hasProgram } from './need-program.ts';
import { launch, nextPort, type Server } from './processes.ts';

/** Redis that puts every write on stable storage before it answers; null where there is no Redis to be had. */
export async function startRedis(folder: string): Promise<{ server: Server; port: number } | null> {
  if (!hasProgram('redis-server', 'redis')) return null;
  mkdirSync(folder, { recursive: true });
  const port = nextPort();
  const { server, output } = launch(
    'redis-server',
    [
      ...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
      ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
    ],
    `redis://127.0.0.1:${port}`,
  );
  for await (const line of createInterface({ input: output })) {
    if (line.includes('Ready to accept connections')) break;
  }
  return { server, port };
}
