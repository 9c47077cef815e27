// What somebody needs who is asked for help, as one zip without secrets: calls with their timeline, what they ran, the
// settings, what the doctor finds, versions, and what the log last said.
import { release, arch, platform } from 'node:os';
import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { CallDetail, StepTrace } from '#shared/model/call.ts';
import type { CallSelection } from '#shared/model/replay.ts';
import type { CapabilityDeps } from '../deps.ts';
import { detailOf } from '../detail-of.ts';
import { createRedact, type Redact } from './redact.ts';

/** The newest of those that are meant. */
const mostCalls = 200;

export type BundleDeps = Pick<
  CapabilityDeps,
  | 'store'
  | 'hiding'
  | 'lanes'
  | 'registry'
  | 'settings'
  | 'status'
  | 'examine'
  | 'recentLines'
  | 'secretValues'
  | 'now'
>;

interface Asked {
  readonly selection: CallSelection;
  /** Whether bodies, and what steps took and made, are in it. */
  readonly bodies: boolean;
}

interface BundledFile {
  readonly name: string;
  readonly text: string;
}

/** The bytes of the zip, part by part. */
export async function* supportBundle(asked: Asked, deps: BundleDeps): AsyncGenerator<Uint8Array, void, void> {
  const parts: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error !== null) throw error;
    parts.push(part);
  });
  for await (const { name, text } of filesOf(asked, deps)) {
    const file = new ZipDeflate(name);
    zip.add(file);
    file.push(strToU8(text), true);
    yield* parts.splice(0);
  }
  zip.end();
  yield* parts.splice(0);
}

async function* filesOf(asked: Asked, deps: BundleDeps): AsyncGenerator<BundledFile> {
  const redact = createRedact(deps.secretValues());
  const json = (name: string, value: unknown): BundledFile => ({ name, text: redact.json(value) });
  const { version, face, startedAt } = deps.status();
  yield { name: 'README.txt', text: readme(asked.bodies) };
  yield json('versions.json', {
    hookline: version,
    face,
    startedAt,
    madeAt: new Date(deps.now()).toISOString(),
    node: process.versions.node,
    electron: process.versions['electron'] ?? null,
    system: `${platform()} ${release()} ${arch()}`,
  });
  yield json('status.json', deps.status());
  yield json('doctor.json', await deps.examine());
  yield json('settings.json', deps.settings.current());
  yield json('lanes.json', deps.lanes.pictures());
  for (const { integration } of deps.registry.all()) {
    const { code, name, version: of } = integration;
    yield json(`integrations/${code}-${name}@${of}.json`, integration);
  }
  yield* callFiles(asked, deps, redact);
  yield { name: 'log.jsonl', text: redact.text(deps.recentLines().join('\n')) };
}

/** Each call, and the version that it ran where that is not the present one. */
async function* callFiles(asked: Asked, deps: BundleDeps, redact: Redact): AsyncGenerator<BundledFile> {
  const versions = new Set<string>();
  for (const id of await idsOf(asked.selection, deps)) {
    const call = await detailOf(id, deps);
    if (call === null) continue;
    const { integrationId, integrationVersion: version } = call;
    yield { name: `calls/${id}.json`, text: redact.json(asked.bodies ? call : withoutBodies(call)) };
    const key = `${integrationId}@${version}`;
    if (integrationId === null || version === null || versions.has(key)) continue;
    versions.add(key);
    if (deps.registry.get(integrationId)?.integration.version === version) continue;
    const ran = await deps.store.config.version({ id: integrationId, version });
    if (ran === null) continue;
    yield { name: `integrations/${ran.code}-${ran.name}@${version}.json`, text: redact.json(ran) };
  }
}

async function idsOf(selection: CallSelection, { store }: BundleDeps): Promise<readonly string[]> {
  if ('ids' in selection) return selection.ids.slice(0, mostCalls);
  const ids: string[] = [];
  for (let before: number | null | undefined; before !== null && ids.length < mostCalls;) {
    const limit = mostCalls - ids.length;
    const { filter } = selection;
    const page = await store.calls.list({ filter, limit, ...(before === undefined ? {} : { before }) });
    ids.push(...page.calls.map(({ id }) => id));
    before = page.next;
  }
  return ids;
}

/** The timeline without what callers and other systems sent. */
function withoutBodies(call: CallDetail): CallDetail {
  const steps = (of: readonly StepTrace[]): StepTrace[] =>
    of.map((step) => ({
      ...step,
      input: null,
      output: null,
      ...(step.runs && { runs: step.runs.map((run) => ({ ...run, steps: steps(run.steps) })) }),
    }));
  const { request, response, attempts } = call;
  return {
    ...call,
    request: { ...request, body: sizeOf(request.body) },
    response: response === null ? null : { ...response, body: sizeOf(response.body) },
    steps: steps(call.steps),
    attempts: attempts.map((attempt) => ({ ...attempt, steps: steps(attempt.steps) })),
  };
}

const sizeOf = (body: CallDetail['request']['body']): CallDetail['request']['body'] =>
  body === null ? null : { encoding: 'text', data: '', bytes: body.bytes, cut: body.bytes > 0 };

const readme = (bodies: boolean): string => `A support bundle of Hookline.

Secrets that Hookline knows are replaced by [removed], as is what stands under names such as password or token.
Credentials of callers were removed when their calls were captured. ${
  bodies
    ? 'Bodies, and what steps took and made, are in it: look through them before it is handed on.'
    : 'Bodies, and what steps took and made, are left out; paths, parameters and headers of calls are in it.'
}
`;
