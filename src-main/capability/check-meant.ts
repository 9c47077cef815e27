// What a draft may hold as far as its schema goes, and what nobody means: a request to nowhere, a mail about nothing. It
// is looked at when a draft is saved: not while somebody types or tries out, and not in what was saved before.
import type { IntegrationDraft } from '#shared/model/integration.ts';
import { stepsInside, type Step } from '#shared/model/step.ts';
import type { FieldIssue } from '#shared/problem.ts';

type Path = FieldIssue['path'];

export const checkMeant = ({
  trigger,
  workflow,
}: Pick<IntegrationDraft, 'trigger' | 'workflow'>): FieldIssue[] => [
  ...checkParameters(trigger.queryParameters),
  ...checkSteps(workflow, ['workflow']),
];

/** A caller who must send it never meets its default value. */
const checkParameters = (parameters: IntegrationDraft['trigger']['queryParameters']): FieldIssue[] =>
  parameters.flatMap(({ required, default: usual }, at) =>
    required && usual !== undefined
      ? faultAt(['trigger', 'queryParameters', at, 'default'], 'A required parameter has no default value.')
      : [],
  );

/** By what a field is, not by what kind its step is, so that a new kind is checked too. */
const checkSteps = (steps: readonly Step[], path: Path): FieldIssue[] =>
  steps.flatMap((step, at) => {
    const here = [...path, at];
    const { url, subject, query, connection }: Fields = step;
    return [
      ...(connection === undefined ? faultAt([...here, 'url'], whyNoAddress(url)) : []),
      ...faultAt([...here, 'subject'], isBlank(subject) ? 'A subject is required.' : null),
      ...faultAt([...here, 'query'], Object.keys(query ?? {}).some(isBlank) ? noName : null),
      ...checkSteps(stepsInside(step), [...here, 'steps']),
    ];
  });

interface Fields {
  readonly kind: string;
  readonly url?: unknown;
  readonly subject?: unknown;
  readonly query?: object | undefined;
  readonly connection?: string | undefined;
}

const noName = 'A name is required for each.';

/** What an expression in it will give is not known. */
function whyNoAddress(url: unknown): string | null {
  if (typeof url !== 'string') return null;
  if (isBlank(url)) return 'An address is required, such as https://erp.example.com/orders.';
  if (url.includes('{{') || /^https?:$/.test(URL.parse(url)?.protocol ?? '')) return null;
  return 'This is no http or https address; it is relative to that of a connection only.';
}

const isBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

const faultAt = (path: Path, message: string | null): FieldIssue[] =>
  message === null ? [] : [{ path, message }];
