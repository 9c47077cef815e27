import { describe, expect, it } from 'vitest';
import { createMissingSecrets } from '#main/call/missing-secrets.ts';
import type { Registry } from '#main/call/registry.ts';
import type { Needs } from '#main/lane/deps.ts';
import type { RunEnvironment } from '#main/ports/run.ts';
import { Workflow } from '#shared/model/step.ts';

const calls = (...names: string[]): Workflow =>
  Workflow.parse(
    names.map((name, at) => ({ name: `step${at}`, kind: 'call', integration: `abcde/${name}` })),
  );
const needsOf = (steps: Workflow, hiddenBodyPaths: string[] = []): Needs => ({
  by: null,
  dataProcessing: undefined,
  steps,
  hiddenBodyPaths,
});

/** `workflows`: of the integrations that can be called. */
function missingSecrets(
  values: RunEnvironment['values'],
  { workflows = {}, isLocked = false }: { workflows?: Record<string, Workflow>; isLocked?: boolean } = {},
) {
  const asked: string[] = [];
  const find = (_code: string, name: string) => {
    asked.push(name);
    const steps = workflows[name];
    return steps && { path: `/abcde/${name}`, pinned: { program: needsOf(steps) } };
  };
  let changed = (): void => {};
  const missing = createMissingSecrets({
    registry: { all: () => [], find } as unknown as Registry,
    environment: {
      toRun: () => ({ values, secrets: [], connections: {} }),
      onChanged: (then) => void (changed = then),
    },
    areBodiesOpen: () => false,
    dataKey: () => ({ kind: 'folder', place: 'data-key', isLost: true, isLocked, why: 'It is away.' }),
  });
  changed();
  return { asked, whyNot: missing.whyNot };
}

describe('a secret that cannot be read', () => {
  it('is needed by whoever calls, over however many, one that needs it; each is looked at once', () => {
    const layers = 12;
    const workflows: Record<string, Workflow> = {
      [`a${layers}`]: Workflow.parse([{ name: 'last', kind: 'javascript', code: '(\n\tenv.ERP)' }]),
      [`b${layers}`]: calls('a0'),
    };
    for (let layer = 0; layer < layers; layer++) {
      const next = calls(`a${layer + 1}`, `b${layer + 1}`);
      workflows[`a${layer}`] = next;
      workflows[`b${layer}`] = next;
    }
    const { asked, whyNot } = missingSecrets({ OTHER: null, ERP: null }, { workflows });
    expect(whyNot(needsOf(calls('a0')))).toBe(
      'The secret ERP cannot be read: It is away. Bring the data key back and start again. Only where that can never be: give the secrets up with `hookline key renew`, or in Settings, and enter them again.',
    );
    expect(asked.length).toBeLessThanOrEqual(4 * layers + 2);
    expect(whyNot(needsOf([]))).toBeNull();
  });
});

describe('bodies with values to hide', () => {
  it('are not to be given up by a new data key, which opens none of them', () => {
    expect(missingSecrets({ ERP: null }).whyNot(needsOf([], ['card']))).toBe(
      'Bodies with values to hide cannot be read: It is away. Bring the data key back and start again. With a new one these calls fail.',
    );
  });

  it('wait for the keychain where that is only locked', () => {
    expect(missingSecrets({}, { isLocked: true }).whyNot(needsOf([], ['card']))).toBe(
      'Bodies with values to hide cannot be read: It is away. Unlock the keychain and start the desktop app again. With a new one these calls fail.',
    );
  });
});
