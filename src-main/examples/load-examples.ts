// Loads the sample integrations and the databases they work with, and tells how to call them. What was loaded before
// keeps its keys, edits and data.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Client } from '#shared/contract/index.ts';
import { endpointAddress } from '#shared/example-address.ts';
import type { LoadedExample } from '#shared/model/example.ts';
import { InstallationFile } from '#shared/model/installation.ts';
import type { Integration } from '#shared/model/integration.ts';
import { shellWord } from '#shared/samples/curl.ts';

interface Example {
  readonly file: string;
  /** A call that works: with the query, and with a body where there is one. */
  readonly query: string;
  readonly body: string | null;
  /** Where curl's own will not do. */
  readonly contentType?: string;
}

const examples: readonly Example[] = [
  {
    file: 'receive-work-order.yaml',
    query: 'plant=NORTH',
    body: '{"number":"WO-1","item":"A-100","quantity":5}',
  },
  {
    file: 'confirm-order.yaml',
    query: 'warehouse=MAIN',
    body: '<order number="PO-7" buyer="Acme"><line item="A-100" quantity="3"/><line item="B-200" quantity="5"/></order>',
    contentType: 'application/xml',
  },
  { file: 'stock-at-hand.yaml', query: 'item=A-100', body: null },
];

/** In the folder `examples` of the data folder. */
const databases = ['work-orders.db', 'stock.db'];

export async function loadExamples(client: Client, folder: URL): Promise<LoadedExample[]> {
  const { dataFolder, httpBaseUrl, httpsBaseUrl } = await client.host.status();
  await copyDatabases(folder, join(dataFolder, 'examples'));
  const loaded: LoadedExample[] = [];
  for (const example of examples) {
    const integration = await bringIn(client, await readExample(new URL(example.file, folder)));
    loaded.push(await describe(client, integration, example, httpBaseUrl ?? httpsBaseUrl ?? ''));
  }
  return loaded;
}

/** What is there is left as it is: somebody works with it. */
async function copyDatabases(from: URL, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of databases) {
    const bytes = await readFile(new URL(name, from));
    await writeFile(join(to, name), bytes, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
}

const readExample = async (file: URL): Promise<InstallationFile> =>
  InstallationFile.parse(parse(await readFile(file, 'utf8')));

/** Creates what is not there by its name, in the way any installation file is applied. */
async function bringIn(client: Client, file: InstallationFile): Promise<Integration> {
  const name = file.integrations[0]?.name;
  const named = async () => (await client.integrations.list()).find((one) => one.name === name);
  const known = await named();
  if (known !== undefined) return known;
  const there = new Set((await client.connections.list()).map(({ name: one }) => one));
  const connections = file.connections?.filter((one) => !there.has(one.name)) ?? [];
  await client.installation.apply({ file: { ...file, connections } });
  const made = await named();
  if (made === undefined) throw new Error(`The example ${name} was not made.`);
  return made;
}

async function describe(
  client: Client,
  integration: Integration,
  { query, body, contentType }: Example,
  baseUrl: string,
): Promise<LoadedExample> {
  const { name, trigger } = integration;
  const first = trigger.authentication.kind === 'apiKeys' ? trigger.authentication.keys[0] : undefined;
  const key = first === undefined ? '' : (await client.integrations.revealKey({ id: first.id })).key;
  const url = `${endpointAddress(baseUrl, integration)}?${query}`;
  const curl = [
    'curl -i',
    ...(key === '' ? [] : [`-H 'x-api-key: ${key}'`]),
    ...(contentType === undefined ? [] : [`-H 'content-type: ${contentType}'`]),
    shellWord(url),
    ...(body === null ? [] : [`-d ${shellWord(body)}`]),
  ].join(' ');
  return { name, url, key, curl };
}
