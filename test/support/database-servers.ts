// Real database servers, each in a folder and at a port of its own, as somebody who may do nothing else.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

const postgresBin = globSync('/usr/lib/postgresql/*/bin').sort().at(-1) ?? '/usr/bin';
export const hasPostgresql = existsSync(join(postgresBin, 'postgres'));
const mariadbd = ['/usr/sbin/mariadbd', '/usr/bin/mariadbd'].find(existsSync) ?? 'mariadbd';
export const hasMariaDb = existsSync(mariadbd);

export interface DatabaseServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** These servers refuse to be run by root. */
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;
const asNobody = isRoot ? { uid: nobody, gid: nobody } : {};

function makeFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `hookline-${name}-`));
  if (isRoot) chownSync(folder, nobody, nobody);
  return folder;
}

/** What it shows of itself, in PEM. */
interface ServerTls {
  readonly certificate: string;
  readonly key: string;
}

/** The paths of the two files. */
function putTls(
  folder: string,
  { certificate, key }: ServerTls,
): readonly [certificate: string, key: string] {
  const files = [join(folder, 'server.crt'), join(folder, 'server.key')] as const;
  writeFileSync(files[0], certificate);
  writeFileSync(files[1], key, { mode: 0o600 });
  if (isRoot) for (const file of files) chownSync(file, nobody, nobody);
  return files;
}

/** User `hookline` without a password, database `postgres`. */
export async function startPostgresql(tls?: ServerTls): Promise<DatabaseServer> {
  const folder = makeFolder('postgresql');
  const data = join(folder, 'data');
  run(join(postgresBin, 'initdb'), [
    ...['-D', data, '-U', 'hookline', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N'],
  ]);
  const port = await freePort();
  const [certificate, key] = tls === undefined ? [] : putTls(folder, tls);
  const child = spawn(
    join(postgresBin, 'postgres'),
    [
      ...[
        '-D',
        data,
        '-p',
        String(port),
        '-c',
        'listen_addresses=127.0.0.1',
        '-k',
        folder,
        '-c',
        'fsync=off',
      ],
      ...(certificate === undefined
        ? []
        : ['-c', 'ssl=on', '-c', `ssl_cert_file=${certificate}`, '-c', `ssl_key_file=${key}`]),
    ],
    { ...asNobody, cwd: folder, stdio: 'ignore' },
  );
  return whenUp(child, port, folder, 'SIGINT');
}

/** User `root` without a password, database `test`. */
export async function startMariaDb(tls?: ServerTls): Promise<DatabaseServer> {
  const folder = makeFolder('mariadb');
  const data = join(folder, 'data');
  run('mariadb-install-db', [
    ...['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--force'],
  ]);
  const port = await freePort();
  const [certificate, key] = tls === undefined ? [] : putTls(folder, tls);
  const child = spawn(
    mariadbd,
    [
      ...['--no-defaults', `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1'],
      ...[`--socket=${join(folder, 'socket')}`, '--skip-name-resolve', '--innodb-buffer-pool-size=32M'],
      ...(certificate === undefined ? [] : [`--ssl-cert=${certificate}`, `--ssl-key=${key}`]),
    ],
    { ...asNobody, cwd: folder, stdio: 'ignore' },
  );
  return whenUp(child, port, folder, 'SIGTERM');
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { ...asNobody, cwd: tmpdir(), encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
}

async function whenUp(
  child: ChildProcess,
  port: number,
  folder: string,
  signal: NodeJS.Signals,
): Promise<DatabaseServer> {
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill(signal);
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  // The time of the test ends it otherwise.
  while (child.exitCode === null && child.signalCode === null) {
    if (await answers(port)) return { port, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`The database server does not come up at port ${port}.`);
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
