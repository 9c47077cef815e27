import { createServer, type AddressInfo } from 'node:net';

let asked = 0;

/**
 * A port of loopback that nobody listens on just now: none of those that systems give away by themselves, to the
 * connections of other tests too, before it is listened on. Each process begins elsewhere.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const wanted = 15_000 + ((process.pid * 31 + asked++) % 15_000);
    const taken = await takePort(wanted).catch(() => null);
    if (taken === null) continue;
    await taken.close();
    return wanted;
  }
}

/** A port that is taken until it is closed: this one, or any. */
export async function takePort(wanted = 0): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
