// Pebble, the small ACME server for tests, with a DNS that knows every name as this machine.
import { spawn, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { authority, issue } from './certificates.ts';
import { freePort } from './free-port.ts';

export const hasPebble =
  spawnSync('pebble', ['-version']).error === undefined &&
  spawnSync('pebble-challtestsrv', ['-help']).error === undefined;

export interface Pebble {
  readonly directoryUrl: string;
  /** PEM of who issued the certificate of its own server. */
  readonly issuerAuthority: string;
  stop(): Promise<void>;
}

/** `httpPort`: where it looks for the answers to its challenges. */
export async function startPebble(folder: string, httpPort: number): Promise<Pebble> {
  const root = await authority('Pebble');
  const own = await issue({ name: 'localhost', names: ['localhost', '127.0.0.1'], by: root });
  const [certificate, privateKey, config] = ['pebble.pem', 'pebble.key', 'pebble.json'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const [port, managementPort, dnsPort, dnsManagementPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  await writeFile(certificate, own.certificate);
  await writeFile(privateKey, own.key);
  const pebble = {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${managementPort}`,
    certificate,
    privateKey,
    httpPort,
    tlsPort: httpPort,
    ocspResponderURL: '',
    externalAccountBindingRequired: false,
  };
  await writeFile(config, JSON.stringify({ pebble }));
  const off = ['-http01', '', '-https01', '', '-tlsalpn01', '', '-doh', ''];
  const names = ['-defaultIPv6', '', '-defaultIPv4', '127.0.0.1', '-dns01', `127.0.0.1:${dnsPort}`];
  const management = ['-management', `127.0.0.1:${dnsManagementPort}`];
  const env = { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '5' };
  const children = [
    spawn('pebble-challtestsrv', [...off, ...names, ...management], { stdio: 'ignore' }),
    spawn('pebble', ['-config', config, '-dnsserver', `127.0.0.1:${dnsPort}`], { stdio: 'ignore', env }),
  ];
  await Promise.all([listens(port), listens(dnsManagementPort)]);
  return {
    directoryUrl: `https://localhost:${port}/dir`,
    issuerAuthority: root.certificate,
    async stop() {
      await Promise.all(
        children.map(async (child) => {
          if (child.exitCode !== null || child.signalCode !== null) return;
          const ended = new Promise((resolve) => child.once('exit', resolve));
          child.kill('SIGKILL');
          await ended;
        }),
      );
    },
  };
}

/** Tries again for ten seconds. */
async function listens(port: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isUp) return;
    if (Date.now() > deadline) throw new Error(`Nothing listens on port ${port}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
