// A network that goes away under the service, and comes back.
import { execFile, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HostStatus } from '#shared/model/setting.ts';
import { type ApartService, serveApart } from '#test/support/apart.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

const address = '10.9.9.9';
/** The cable, the card and its address. */
const plugIn = `ip link add v0 type veth peer name v1 && ip addr add ${address}/24 dev v0 && ip link set v0 up && ip link set v1 up`;
const canHaveNetworks =
  process.platform === 'linux' && spawnSync('unshare', ['-n', 'sh', '-c', plugIn]).status === 0;
if (!canHaveNetworks) console.error('SKIPPED: tests of a lost network, since none can be made here');

let home: string;
let service: ApartService;
beforeEach(async () => {
  home = await newFolder();
  await mkdir(join(home, 'data'));
  const open = { name: 'Open', code: 'aaaaa', trigger: { authentication: { kind: 'none', exposed: true } } };
  await writeFile(join(home, 'apply.json'), JSON.stringify({ hookline: 1, integrations: [open] }));
});
afterEach(async () => {
  service.signal('SIGKILL');
  await service.ended;
  await dropFolder(home);
});

const start = (network: string, host: string) =>
  (service = serveApart('-n', `ip link set lo up && ${network}`, join(home, 'data'), [
    ...['--host', host],
    ...['--apply', join(home, 'apply.json')],
  ]));

const run = promisify(execFile);
const inside = async (...command: string[]): Promise<string> =>
  (await run('nsenter', ['-t', String(service.pid), '-n', ...command])).stdout;

const asking = `
const [url, token] = process.argv.slice(1);
const headers = token === undefined ? {} : { authorization: 'Bearer ' + token };
const answer = await fetch(url, { headers }).then(async (one) => [one.status, await one.json()], () => [null, null]);
console.log(JSON.stringify(answer));`;
/** What somebody on that network is answered; null where nothing comes back. */
async function ask(url: string, ...token: string[]): Promise<readonly [number | null, unknown]> {
  const node = [process.execPath, '--input-type=module', '-e', asking, url, ...token];
  return JSON.parse(await inside(...node)) as [number | null, unknown];
}

describe.runIf(canHaveNetworks)('a listener', () => {
  it('F36: whose address goes away is shown as down, and takes calls again when it is back', async () => {
    const { webhookUrl, adminUrl, adminToken } = await start(plugIn, address).ready;
    const call = async () => (await ask(`${webhookUrl}/aaaaa/Open`))[0];
    const listener = async () => {
      const [, status] = await ask(`${adminUrl}/api/status`, adminToken);
      return (status as HostStatus).listeners.find(({ kind }) => kind === 'http');
    };
    expect(await call()).toBe(202);
    expect(await listener()).toMatchObject({ up: true, problem: null });

    await inside('ip', 'link', 'del', 'v0');
    expect(await call()).toBeNull();
    const text = `No network that is up has the address ${address}.`;
    expect(await listener()).toMatchObject({ up: false, problem: { code: 'listener_down', text } });

    await inside('sh', '-c', plugIn);
    expect(await call()).toBe(202);
    expect(await listener()).toMatchObject({ up: true, problem: null });
    service.signal('SIGTERM');
    expect((await service.ended).status).toBe(0);
  });

  it('F36: for IPv6 on a machine without it is not opened, and the reason is told', async () => {
    const off = 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6';
    const { status, complaints } = await start(off, '::1').ended;
    const why = expect.stringContaining('::1 is not an address of this machine') as string;
    expect([status, complaints]).toEqual([1, why]);
  });
});
