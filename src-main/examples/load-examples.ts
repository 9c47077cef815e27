// Loads the sample integrations and tells how to call them. What was loaded before keeps its keys and edits.
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Client } from '#shared/contract/index.ts';
import { endpointPath } from '#shared/model/address.ts';
import { InstallationFile } from '#shared/model/installation.ts';
import { draftOf, IntegrationDraft, type Integration } from '#shared/model/integration.ts';

interface Example {
  readonly file: string;
  /** A call that works: with the query, and with a body where there is one. */
  readonly query: string;
  readonly body: string | null;
}

const examples: readonly Example[] = [
  { file: 'create-customer-record.yaml', query: 'warehouse=NORTH', body: '{"id":42}' },
  {
    file: 'receive-work-order.yaml',
    query: 'priority=high',
    body: '{"reference":"PO-7","lines":[{"item":"A-100"}]}',
  },
  { file: 'item-price.yaml', query: 'item=A-100', body: null },
];

export interface LoadedExample {
  readonly name: string;
  readonly url: string;
  readonly key: string;
  readonly curl: string;
}

interface LoadOptions {
  /** Of the files, with a slash at its end. */
  readonly folder: URL;
  readonly webhookUrl: string;
  readonly demoUrl: string;
}

export async function loadExamples(
  client: Client,
  { folder, webhookUrl, demoUrl }: LoadOptions,
): Promise<LoadedExample[]> {
  const loaded: LoadedExample[] = [];
  for (const example of examples) {
    const draft = await readExample(new URL(example.file, folder), demoUrl);
    const integration = await bringIn(client, draft, demoUrl);
    loaded.push(await describe(client, integration, example, webhookUrl));
  }
  return loaded;
}

/** The documented placeholder, or the address that an earlier demo system had. */
const demoAddress = /http:\/\/127\.0\.0\.1:\d+\/demo-system(?=\/)/g;

async function readExample(file: URL, demoUrl: string): Promise<IntegrationDraft> {
  const text = (await readFile(file, 'utf8')).replace(demoAddress, demoUrl);
  const [draft] = InstallationFile.parse(parse(text)).integrations;
  if (draft === undefined) throw new Error(`${file.pathname} has no integration.`);
  return draft;
}

/** Creates what is not there by its name; what is there is only pointed at the demo system of today. */
async function bringIn(client: Client, draft: IntegrationDraft, demoUrl: string): Promise<Integration> {
  const known = (await client.integrations.list()).find(({ name }) => name === draft.name);
  if (known === undefined) return (await client.integrations.create({ draft })).integration;
  const kept = JSON.stringify(draftOf(known));
  const moved = kept.replace(demoAddress, demoUrl);
  if (moved === kept) return known;
  const next = IntegrationDraft.parse(JSON.parse(moved));
  return (await client.integrations.update({ id: known.id, version: known.version, draft: next }))
    .integration;
}

async function describe(
  client: Client,
  integration: Integration,
  { query, body }: Example,
  webhookUrl: string,
): Promise<LoadedExample> {
  const { name, trigger } = integration;
  const first = trigger.authentication.kind === 'apiKeys' ? trigger.authentication.keys[0] : undefined;
  const key = first === undefined ? '' : (await client.integrations.revealKey({ id: first.id })).key;
  const url = `${webhookUrl}${endpointPath(integration)}?${query}`;
  const curl = [
    'curl -i',
    ...(key === '' ? [] : [`-H 'x-api-key: ${key}'`]),
    `'${url}'`,
    ...(body === null ? [] : [`-d '${body}'`]),
  ].join(' ');
  return { name, url, key, curl };
}
