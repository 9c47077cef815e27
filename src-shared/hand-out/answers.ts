// What a trigger answers its callers, status by status, in words that are handed to them. Pure.
import type { AuthenticationDraftInput } from '../model/auth.ts';
import type { Integration } from '../model/integration.ts';
import { allSteps } from '../model/step.ts';
import type { Trigger } from '../model/trigger.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** `accepted`: where the call is found again; `result`: the workflow's own. */
  readonly kind: 'accepted' | 'result' | 'problem';
  /** Names of headers that it has beside those of all answers. */
  readonly headers: readonly string[];
}

type Of = Pick<Integration, 'trigger' | 'workflow'>;

/** By status. Those that no caller who keeps to the description gets, such as 431, are left out. */
export function answersOf(of: Of): readonly Answer[] {
  const { trigger } = of;
  const found = [...goodAnswers(of), ...refusals(trigger), ...failures(of)];
  return [...Map.groupBy(found, ({ status }) => status).values()]
    .map(joined)
    .toSorted((a, b) => a.status - b.status);
}

/** One status may mean several things. */
function joined(same: readonly Answer[]): Answer {
  const [first] = same;
  return {
    ...first!,
    kind: same.find(({ kind }) => kind !== 'problem')?.kind ?? 'problem',
    text: [...new Set(same.map(({ text }) => text))].join(' '),
    headers: [...new Set(same.flatMap(({ headers }) => headers))],
  };
}

const problem = (status: number, text: string, headers: readonly string[] = []): Answer => ({
  status,
  text,
  kind: 'problem',
  headers,
});

const accepted = (text: string): Answer => ({ status: 202, text, kind: 'accepted', headers: ['location'] });

function goodAnswers({ trigger, workflow }: Of): readonly Answer[] {
  const { requestResponse, idempotency } = trigger;
  const repeated = idempotency === false ? [] : ['idempotency-replayed'];
  const withRepeated = (answer: Answer): Answer => ({ ...answer, headers: [...answer.headers, ...repeated] });
  if (requestResponse === false) {
    return [
      withRepeated(
        accepted('The call is safely on disk and runs in its turn. statusUrl says what becomes of it.'),
      ),
    ];
  }
  const statuses = new Set(
    allSteps(workflow).flatMap((step) => (step.kind === 'respond' && step.enabled ? [step.status] : [])),
  );
  const results = statuses.size === 0 ? [200] : [...statuses];
  const late =
    requestResponse.onTimeout === 202
      ? `The result is not ready after ${requestResponse.timeoutSeconds} s, or it was not waited for (prefer: respond-async).`
      : 'It was not waited for (prefer: respond-async).';
  return [
    ...results.map((status) => withRepeated({ status, text: 'The result.', kind: 'result', headers: [] })),
    withRepeated(accepted(`${late} statusUrl says what becomes of the call.`)),
  ];
}

function refusals(trigger: Trigger): readonly Answer[] {
  const { authentication, queryParameters, bodyMustBe, bodySchema, bodySchemaCheck, idempotency } = trigger;
  const checksSchema = bodySchema !== null && bodySchemaCheck === 'refuse';
  return [
    problem(
      400,
      queryParameters.length === 0
        ? 'The request is malformed.'
        : 'The request is malformed, or a query parameter is missing, not of its type, or stands twice.',
    ),
    ...(authentication.kind === 'none' ? [] : [problem(401, whoText(authentication), ['www-authenticate'])]),
    problem(403, notAllowed(trigger)),
    problem(404, 'There is no such endpoint.'),
    problem(405, `Another method than ${trigger.methods.join(', ')}.`, ['allow']),
    problem(408, 'The body did not arrive in time.'),
    ...(idempotency === false
      ? []
      : [
          problem(409, 'The first call with this idempotency key still runs: try again after retry-after.', [
            'retry-after',
          ]),
          problem(422, 'The idempotency key came with another request before.'),
        ]),
    problem(413, `The body has more than ${bytesText(trigger.maxBodyBytes)}.`),
    ...(bodyMustBe === 'any'
      ? []
      : [problem(415, `The body is not ${bodyMustBe.toUpperCase()} by its type.`)]),
    ...(bodyMustBe === 'any' && !checksSchema
      ? []
      : [
          problem(
            422,
            `The body ${checksSchema ? 'does not fit its schema; detail names the place' : 'cannot be read'}.`,
          ),
        ]),
    problem(
      429,
      trigger.rateLimit === false
        ? 'Too many calls are waiting: try again after retry-after.'
        : `More than ${trigger.rateLimit.calls} calls in ${trigger.rateLimit.perSeconds} s, or too many are waiting: try again after retry-after.`,
      ['retry-after', ...(trigger.rateLimit === false ? [] : ['ratelimit', 'ratelimit-policy'])],
    ),
  ];
}

const notAllowed = ({ authentication, httpsOnly }: Trigger): string =>
  [
    authentication.kind === 'none'
      ? 'Calls from this address are not taken.'
      : 'The caller is known and may not call now, or not from this address.',
    ...(httpsOnly ? ['The call came over plain HTTP.'] : []),
  ].join(' ');

function failures({ trigger: { requestResponse }, workflow }: Of): readonly Answer[] {
  const busy = problem(503, 'Nothing is accepted at the moment: try again after retry-after.', [
    'retry-after',
  ]);
  if (requestResponse === false) return [busy];
  const failing = allSteps(workflow).flatMap((step) =>
    step.kind === 'fail' && step.enabled ? [step.status] : [],
  );
  return [
    ...[...new Set([500, ...failing])].map((status) => problem(status, 'The execution failed.')),
    problem(502, 'The result cannot be sent as an answer.'),
    busy,
    ...(requestResponse.onTimeout === 504
      ? [
          problem(
            504,
            `The result is not ready after ${requestResponse.timeoutSeconds} s. The call goes on; statusUrl says what becomes of it.`,
          ),
        ]
      : []),
  ];
}

/** 1 KiB, 16 MiB. */
export function bytesText(bytes: number): string {
  const kibibyte = 1024;
  if (bytes < kibibyte || bytes % kibibyte !== 0) return `${bytes} bytes`;
  const mebibytes = bytes / kibibyte ** 2;
  return Number.isInteger(mebibytes) ? `${mebibytes} MiB` : `${bytes / kibibyte} KiB`;
}

function whoText(authentication: Pick<AuthenticationDraftInput, 'kind'>): string {
  return authentication.kind === 'apiKeys'
    ? 'No API key came with the call, or a wrong one.'
    : 'What was sent to say who calls is missing or wrong.';
}
