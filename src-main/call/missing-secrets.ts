// Which secrets cannot be read now, and which calls need one of them: those of the workflow itself, and of whatever it
// calls as that is now.
import type { MissingSecrets, Needs } from '#main/lane/deps.ts';
import type { RunEnvironment } from '#main/ports/run.ts';
import type { DataKeyStatus } from '#shared/model/data-key.ts';
import { allSteps } from '#shared/model/step.ts';
import { findNamed } from './find-callee.ts';
import { mayNameAny, namesConnection, type Text, valueNamed } from './names-secrets.ts';
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
  isNeeded(text: Text): boolean;
}

export function createMissingSecrets(around: Around): MissingSecrets {
  const { registry, environment, areBodiesOpen, dataKey } = around;
  let missing: readonly Missing[] = [];
  environment.onChanged(() => (missing = missingIn(environment.toRun())));

  /** What is run for such a call, each once. */
  function textsOf(text: Text, seen: ReadonlySet<string> = new Set()): Text[] {
    const called = allSteps(text.steps).flatMap((step) => (step.kind === 'call' ? step.integration : []));
    return [
      text,
      ...called.flatMap((name) => {
        const callee = findNamed(name, registry);
        if (!callee.ok || seen.has(callee.value.path)) return [];
        const { path, pinned } = callee.value;
        return textsOf({ ...pinned.program, by: null }, new Set([...seen, path]));
      }),
    ];
  }

  function lacking(needs: Needs): string | null {
    if (needs.hiddenBodyPaths.length > 0 && !areBodiesOpen()) return 'Bodies with values to hide';
    if (missing.length === 0) return null;
    const texts = textsOf(needs);
    return missing.find(({ isNeeded }) => texts.some(isNeeded))?.what ?? null;
  }

  return {
    areSome: () => missing.length > 0 || !areBodiesOpen(),
    whyNot(needs) {
      const what = lacking(needs);
      return what === null ? null : `${what} cannot be read: ${whyAndRemedy(dataKey())}`;
    },
  };
}

const missingIn = ({ values, connections }: RunEnvironment): Missing[] => [
  ...Object.entries(values).flatMap(([name, value]) => {
    if (value !== null) return [];
    const isNamed = valueNamed(name);
    return [{ what: `The secret ${name}`, isNeeded: (text: Text) => isNamed(text) || mayNameAny(text) }];
  }),
  ...Object.entries(connections).flatMap(([name, { isReadable }]) =>
    isReadable
      ? []
      : [
          {
            what: `A secret of the connection ${name}`,
            isNeeded: ({ steps }: Text) => namesConnection(steps, name),
          },
        ],
  ),
];

function whyAndRemedy({ isLost, isLocked, why }: DataKeyStatus): string {
  if (!isLost) return 'it was given up with its data key. Enter it again.';
  if (isLocked) return `${why} Unlock the keychain and start the desktop app again.`;
  return `${why} Bring the data key back and start again, or begin with a new one and enter the secrets again.`;
}
