import type { StoredCall } from '#main/ports/store.ts';
import type { BodySchema } from '#shared/model/body-contract.ts';
import type { Integration } from '#shared/model/integration.ts';
import { mergeSchemas, type SampleSchema } from '#shared/model/merge-schemas.ts';
import type { CapabilityDeps } from './deps.ts';

/** The longest that one body may take to be read. */
const readMs = 1_000;

export interface SampledSchema {
  /** Null where no call had a body that could be read. */
  readonly schema: BodySchema | null;
  /** How many bodies it is made of. */
  readonly calls: number;
}

/** A schema that the newest accepted calls of an integration fit. */
export async function sampleSchema(
  { code, name }: Pick<Integration, 'code' | 'name'>,
  limit: number,
  { store, dryRuns }: Pick<CapabilityDeps, 'store' | 'dryRuns'>,
): Promise<SampledSchema> {
  const filter = {
    integration: `${code}/${name}`,
    state: ['succeeded' as const, 'failed' as const, 'running' as const, 'waiting' as const],
  };
  const { calls } = await store.calls.list({ filter, limit });
  let schema: SampleSchema | null = null;
  let used = 0;
  // One after the other: each is a body in memory.
  for (const { id } of calls) {
    const call = await store.calls.get(id);
    const found = call === null ? null : await describe(call, dryRuns);
    if (found === null) continue;
    used += 1;
    schema = schema === null ? found : mergeSchemas(schema, found);
  }
  return { schema: schema === null ? null : asWritten(schema), calls: used };
}

async function describe(
  { summary, request }: StoredCall,
  run: CapabilityDeps['dryRuns'],
): Promise<SampleSchema | null> {
  if (request.body === null) return null;
  const { id, method, path, receivedAt, keyLabel, attempt, lane } = summary;
  const { lookJson } = await run.execute(
    {
      program: {
        key: 'describe a body',
        dataProcessing: undefined,
        steps: [],
        // Names and types hold no value.
        hiddenBodyPaths: [],
        asks: { kind: 'describe' },
      },
      call: { id, method, path, receivedAt, keyLabel, attempt, lane: lane ?? '' },
      queryJson: '{}',
      headersJson: request.headersJson,
      body: request.body,
      timeoutMs: readMs,
    },
    () => undefined,
  );
  return lookJson === undefined ? null : (JSON.parse(lookJson) as SampleSchema | null);
}

/** As people write it: one type without a list around it. */
function asWritten({ type, properties, items, ...rest }: SampleSchema): BodySchema {
  return {
    type: type.length === 1 ? type[0]! : [...type],
    ...(rest.format === undefined ? {} : { format: rest.format }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, inner]) => [name, asWritten(inner)]),
          ),
        }),
    ...(rest.required === undefined || rest.required.length === 0 ? {} : { required: [...rest.required] }),
    ...(items === undefined ? {} : { items: asWritten(items) }),
  };
}
