// Which secrets cannot be read now, and which calls need one of them: those of the workflow itself, and of whatever it
// calls as that is now.
import type { MissingSecrets, Needs } from '#main/lane/deps.ts';
import type { RunEnvironment } from '#main/ports/run.ts';
import { bringItBack, type DataKeyStatus, dataKeyRemedy } from '#shared/model/data-key.ts';
import { allSteps, type Workflow } from '#shared/model/step.ts';
import { findNamed } from './find-callee.ts';
import { mayNameAny, namesConnection, type Text, valuesNamed, written } from './names-secrets.ts';
import type { Registry } from './registry.ts';

interface Around {
  readonly registry: Registry;
  readonly environment: { toRun(): RunEnvironment; onChanged(then: () => void): void };
  /** Whether bodies with values to hide can be opened. */
  readonly areBodiesOpen: () => boolean;
  readonly dataKey: () => DataKeyStatus;
}

/** One that cannot be read. */
interface Missing {
  readonly what: string;
  isNeeded(by: Asked): boolean;
}

/** What is run for a call, all of it together. */
interface Asked {
  readonly steps: readonly Workflow[];
  readonly named: ReadonlySet<string>;
  readonly mayNameAny: boolean;
}

export function createMissingSecrets(around: Around): MissingSecrets {
  const { registry, environment, areBodiesOpen, dataKey } = around;
  let missing: readonly Missing[] = [];
  environment.onChanged(() => (missing = missingIn(environment.toRun())));

  /** What is run for such a call, each once. */
  function textsOf(text: Text, seen = new Set<string>()): Text[] {
    const called = allSteps(text.steps).flatMap((step) => (step.kind === 'call' ? step.integration : []));
    return [
      text,
      ...called.flatMap((name) => {
        const callee = findNamed(name, registry);
        if (!callee.ok || seen.has(callee.value.path)) return [];
        const { path, pinned } = callee.value;
        seen.add(path);
        return textsOf({ ...pinned.program, by: null }, seen);
      }),
    ];
  }

  /** What of it cannot be read. */
  function lacking(needs: Needs): string | null {
    if (missing.length === 0) return null;
    const texts = textsOf(needs);
    const all = texts.map(written).join('\0');
    const asked = {
      steps: texts.map(({ steps }) => steps),
      named: valuesNamed(all),
      mayNameAny: mayNameAny(all),
    };
    return missing.find(({ isNeeded }) => isNeeded(asked))?.what ?? null;
  }

  return {
    areSome: () => missing.length > 0 || !areBodiesOpen(),
    whyNot(needs) {
      if (needs.hiddenBodyPaths.length > 0 && !areBodiesOpen()) {
        const status = dataKey();
        return `Bodies with values to hide cannot be read: ${status.why} ${bringItBack(status)} With a new one these calls fail.`;
      }
      const what = lacking(needs);
      return what === null ? null : `${what} cannot be read: ${whyAndRemedy(dataKey())}`;
    },
  };
}

const missingIn = ({ values, connections }: RunEnvironment): Missing[] => [
  ...Object.entries(values).flatMap(([name, value]) => {
    if (value !== null) return [];
    return [{ what: `The secret ${name}`, isNeeded: (by: Asked) => by.mayNameAny || by.named.has(name) }];
  }),
  ...Object.entries(connections).flatMap(([name, { isReadable }]) =>
    isReadable
      ? []
      : [
          {
            what: `A secret of the connection ${name}`,
            isNeeded: ({ steps }: Asked) => namesConnection(steps, name),
          },
        ],
  ),
];

const whyAndRemedy = (status: DataKeyStatus): string =>
  status.isLost
    ? `${status.why} ${dataKeyRemedy(status)}`
    : 'it was given up with its data key. Enter it again.';
