import { createServer } from 'node:net';

const tries = 50;

/** The first free port after one, on this machine; 0, which picks any, where there is none near. */
export async function nextFreePort(after: number): Promise<number> {
  for (let port = after + 1; port <= Math.min(after + tries, 65_535); port++)
    if (await isFree(port)) return port;
  return 0;
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
