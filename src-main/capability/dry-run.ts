import { randomUUID } from 'node:crypto';
import type { ExecutionOutcome } from '#main/ports/run.ts';
import { invalidInput } from '#shared/contract/field-issues.ts';
import type { DryRun, DryRunRequest, DryRunStep } from '#shared/model/dry-run.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure, valueOf } from './failing.ts';
import { installedIn } from './installed-in.ts';
import { readSample } from './read-sample.ts';
import { showAnswer } from './show-body.ts';

/** Longer than this nobody waits at a screen. */
const longestMs = 60_000;

export async function dryRun(
  { draft, sample, results, send }: DryRunRequest,
  deps: Pick<
    CapabilityDeps,
    'store' | 'hiding' | 'now' | 'dryRuns' | 'checkProgram' | 'environment' | 'settings'
  >,
): Promise<DryRun> {
  const { code = 'new', name, trigger, dataProcessing, workflow } = draft;
  const faults = await deps.checkProgram(draft, installedIn(deps.environment, deps.settings.current()));
  if (faults.length > 0) {
    throw toFailure(invalidInput(faults.map(({ path, message }) => ({ path: ['draft', ...path], message }))));
  }
  const address = `${code}/${name}`;
  const { captured, ...request } = valueOf(
    await readSample(sample, { address, parameters: trigger.queryParameters }, deps),
  );
  const outcome = await deps.dryRuns.execute(
    {
      ...request,
      program: {
        key: `dry run ${randomUUID()}`,
        dataProcessing,
        steps: workflow,
        xmlLists: trigger.xmlLists,
        hiddenBodyPaths: [],
      },
      timeoutMs: Math.min(trigger.executionTimeoutSeconds * 1_000, longestMs),
      rehearsal: { send, typed: results, captured },
    },
    () => undefined,
  );
  return show(outcome);
}

function show({ state, problem, inputJson = null, stepsJson, answer, runMs }: ExecutionOutcome): DryRun {
  return {
    state,
    problem: problem === null ? null : { code: problem.code, text: problem.reason ?? problem.detail },
    input: inputJson,
    steps: JSON.parse(stepsJson) as DryRunStep[],
    response: answer === null ? null : showAnswer(answer),
    runMs,
  };
}
