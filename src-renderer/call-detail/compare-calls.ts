// What two calls differ in.
import { formatBytes, formatDateTime, formatMs } from '#renderer/ui/format.ts';
import type { CallDetail } from '#shared/model/call.ts';
import { attemptsOf, lastSteps } from './attempts.ts';
import { prettyOf } from './body-forms.ts';

export interface ComparedRow {
  readonly name: string;
  readonly first: string;
  readonly second: string;
  readonly differs: boolean;
}

type Tell = (call: CallDetail) => string;

const heads: readonly (readonly [name: string, tell: Tell])[] = [
  [
    'integration',
    ({ integration, integrationVersion: version }) =>
      `${integration ?? '–'}${version === null ? '' : `, version ${version}`}`,
  ],
  ['received', ({ receivedAt }) => formatDateTime(receivedAt)],
  ['key', ({ keyLabel }) => keyLabel ?? '–'],
  ['state', ({ state, problem }) => `${state}${problem === null ? '' : `: ${problem.text}`}`],
  ['answered', ({ answeredStatus }) => String(answeredStatus ?? '–')],
  ['method', ({ method }) => method],
  ['path', ({ path }) => path],
  ['query', ({ request }) => request.rawQuery],
  ['body', ({ requestBytes }) => formatBytes(requestBytes)],
];

const timings: readonly (readonly [name: string, tell: Tell])[] = [
  ['wait', ({ waitMs }) => formatMs(waitMs)],
  ['run', ({ runMs }) => formatMs(runMs)],
  ['total', ({ totalMs }) => formatMs(totalMs)],
  ['attempts', (call) => String(attemptsOf(call).length)],
];

const rowsOf = (tells: typeof heads, a: CallDetail, b: CallDetail): ComparedRow[] =>
  tells.map(([name, tell]) => rowOf(name, tell(a), tell(b)));

const rowOf = (name: string, first: string, second: string): ComparedRow => ({
  name,
  first,
  second,
  differs: first !== second,
});

export const compareHeads = (a: CallDetail, b: CallDetail): ComparedRow[] => rowsOf(heads, a, b);

/** Durations, and each step of the last attempt by its name. */
export function compareTimings(a: CallDetail, b: CallDetail): ComparedRow[] {
  const names = new Set([...lastSteps(a), ...lastSteps(b)].map(({ name }) => name));
  const told = (call: CallDetail, wanted: string): string => {
    const step = lastSteps(call).find(({ name }) => name === wanted);
    return step === undefined ? '–' : `${step.state}, ${formatMs(step.durationMs)}`;
  };
  return [
    ...rowsOf(timings, a, b),
    ...[...names].map((name) => rowOf(`step ${name}`, told(a, name), told(b, name))),
  ];
}

/** Headers as lines, so that order and repetition are seen. */
export const headerText = (headers: readonly (readonly [string, string])[]): string =>
  headers.map(([name, value]) => `${name}: ${value}`).join('\n');

/** A body as it reads best; of bytes that are no text only how many there are. */
export function bodyText(call: CallDetail, of: 'request' | 'response'): string {
  const body = call[of]?.body ?? null;
  if (body === null) return '';
  if (body.encoding === 'base64') return `${formatBytes(body.bytes)} that are no text:\n${body.data}`;
  return prettyOf({ body, type: '' })?.text ?? body.data;
}
