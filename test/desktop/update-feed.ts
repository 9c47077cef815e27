// A feed of updates as a release puts it on a server: `latest-linux.yml` and the package, over https.
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { authority, issue } from '../support/certificates.ts';

export interface UpdateFeed extends AsyncDisposable {
  readonly url: string;
  /** A file with the certificate of who vouches for the feed. */
  readonly authorityFile: string;
  /** Paths, in the order they were asked for. */
  readonly asked: readonly string[];
  /**
   * What the feed offers from now on, in each folder of it; `damaged`: the package is not the one that was described; `stuck`: it
   * never comes to its end.
   */
  offer(
    version: string,
    packed: string,
    how?: { readonly damaged?: boolean; readonly stuck?: boolean },
  ): void;
  /** Leads to another address whatever is asked. */
  leadTo(address: string): void;
}

export async function openUpdateFeed(folder: string): Promise<UpdateFeed> {
  const by = await authority('Authority of the feed');
  const { certificate, key } = await issue({ name: 'feed', names: ['127.0.0.1'], by });
  const authorityFile = join(folder, 'authority.pem');
  await writeFile(authorityFile, by.certificate);
  const files = new Map<string, string>();
  const stuck = new Set<string>();
  const asked: string[] = [];
  let elsewhere: string | null = null;
  const server = createServer({ cert: certificate, key }, ({ url = '' }, answer) => {
    const path = url.split('?')[0]!;
    asked.push(path);
    const name = path.slice(path.lastIndexOf('/'));
    const file = files.get(name);
    if (elsewhere !== null) answer.writeHead(302, { location: elsewhere }).end();
    else if (stuck.has(name)) answer.writeHead(200).write(file);
    else answer.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    authorityFile,
    asked,
    offer(version, packed, { damaged = false, stuck: isStuck = false } = {}) {
      const name = `Hookline-${version}.AppImage`;
      const sha512 = createHash('sha512').update(packed).digest('base64');
      const described = [
        `version: ${version}`,
        'files:',
        `  - url: ${name}`,
        `    sha512: ${sha512}`,
        `    size: ${Buffer.byteLength(packed)}`,
        `path: ${name}`,
        `sha512: ${sha512}`,
        `releaseDate: '2026-11-26T12:00:00.000Z'`,
      ].join('\n');
      files.clear();
      for (const suffix of ['', '-arm64']) files.set(`/latest-linux${suffix}.yml`, described);
      files.set(`/${name}`, damaged ? packed.toUpperCase() : packed);
      if (isStuck) stuck.add(`/${name}`);
    },
    leadTo: (address) => void (elsewhere = address),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
