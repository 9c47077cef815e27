// Pebble, the small ACME server for tests, with a DNS that knows every name as this machine.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
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
  const at = (name: string) => join(folder, name);
  await writeFile(at('pebble.pem'), own.certificate);
  await writeFile(at('pebble.key'), own.key);
  // A port that was free may be taken by the time it is asked for.
  for (let tries = 1; ; tries++) {
    const started = await tryToStart(at, httpPort);
    if (started !== null) return { ...started, issuerAuthority: root.certificate };
    if (tries === 5) throw new Error('Pebble does not start.');
  }
}

async function tryToStart(
  at: (name: string) => string,
  httpPort: number,
): Promise<Omit<Pebble, 'issuerAuthority'> | null> {
  const [port, managementPort, dnsPort, dnsManagementPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const pebble = {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${managementPort}`,
    certificate: at('pebble.pem'),
    privateKey: at('pebble.key'),
    httpPort,
    tlsPort: httpPort,
    ocspResponderURL: '',
    externalAccountBindingRequired: false,
  };
  await writeFile(at('pebble.json'), JSON.stringify({ pebble }));
  const off = ['-http01', '', '-https01', '', '-tlsalpn01', '', '-doh', ''];
  const names = ['-defaultIPv6', '', '-defaultIPv4', '127.0.0.1', '-dns01', `127.0.0.1:${dnsPort}`];
  const management = ['-management', `127.0.0.1:${dnsManagementPort}`];
  const env = { ...process.env, PEBBLE_VA_NOSLEEP: '1', PEBBLE_WFE_NONCEREJECT: '5' };
  const children = [
    spawn('pebble-challtestsrv', [...off, ...names, ...management], { stdio: 'ignore' }),
    spawn('pebble', ['-config', at('pebble.json'), '-dnsserver', `127.0.0.1:${dnsPort}`], {
      stdio: 'ignore',
      env,
    }),
  ];
  const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    for (const child of children) {
      if (hasEnded(child)) continue;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    }
  };
  for (;;) {
    if ((await answers(port)) && (await answers(dnsManagementPort))) break;
    if (children.some(hasEnded)) {
      await stop();
      return null;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { directoryUrl: `https://localhost:${port}/dir`, stop };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
