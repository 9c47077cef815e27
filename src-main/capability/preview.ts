import { randomUUID } from 'node:crypto';
import type { ExecutionRequest } from '#main/ports/run.ts';
import type { DryRunStep } from '#shared/model/dry-run.ts';
import type { Preview, PreviewRequest } from '#shared/model/preview.ts';
import { calleeFaults } from './callee-faults.ts';
import type { CapabilityDeps } from './deps.ts';
import { readSample } from './read-sample.ts';

/** For all of a draft: it is asked for anew with each word that is typed. */
const longestMs = 3_000;

export async function preview(
  { draft, sample, results }: PreviewRequest,
  deps: Pick<CapabilityDeps, 'store' | 'hiding' | 'now' | 'dryRuns' | 'registry'>,
): Promise<Preview> {
  const { code, name, queryParameters, xmlLists, dataProcessing, workflow } = draft;
  const draftOf = { address: `${code}/${name}`, parameters: queryParameters };
  const read = sample === null ? null : await readSample(sample, draftOf, deps);
  const { captured, ...request } = read?.ok === true ? read.value : { captured: {}, ...nothing };
  const outcome = await deps.dryRuns.execute(
    {
      ...request,
      program: {
        key: `preview ${randomUUID()}`,
        dataProcessing: undefined,
        steps: [],
        xmlLists,
        hiddenBodyPaths: [],
      },
      timeoutMs: longestMs,
      rehearsal: {
        send: [],
        typed: results,
        captured,
        look: { dataProcessing, workflow, evaluates: read?.ok === true },
      },
    },
    () => undefined,
  );
  const {
    problem: failed,
    lookJson = '{"values":[],"faults":[],"sketch":{}}',
    inputJson,
    stepsJson,
  } = outcome;
  const problem = failed ?? (read?.ok === false ? read.problem : null);
  const { faults, ...look } = JSON.parse(lookJson) as Pick<Preview, 'values' | 'faults' | 'sketch'>;
  return {
    ...look,
    faults: [...faults, ...calleeFaults(workflow, deps.registry)],
    problem: problem === null ? null : { code: problem.code, text: problem.reason ?? problem.detail },
    input: inputJson ?? null,
    steps: JSON.parse(stepsJson) as DryRunStep[],
  };
}

/** Where there is no sample. */
const nothing: Pick<ExecutionRequest, 'call' | 'queryJson' | 'headersJson' | 'body'> = {
  call: { id: '', method: '', path: '', receivedAt: '', keyLabel: null, attempt: 1, lane: '' },
  queryJson: '{}',
  headersJson: '[]',
  body: null,
};
