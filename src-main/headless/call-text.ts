import type { CallDetail, CallSummary, ShownBody, StepTrace } from '#shared/model/call.ts';
import { plain, tableText } from './print-table.ts';

export const summaryHead = ['RECEIVED', 'STATE', 'METHOD', 'PATH', 'STATUS', 'KEY', 'MS', 'ID', 'PROBLEM'];

const milliseconds = (ms: number | null): string => (ms === null ? '-' : ms.toFixed(1));

export const summaryRow = (call: CallSummary): (string | number | null)[] => [
  call.receivedAt,
  call.state,
  call.method,
  call.path,
  call.answeredStatus,
  call.keyLabel,
  milliseconds(call.totalMs),
  call.id,
  call.problem?.text ?? '',
];

/** One line for a stream, where columns cannot be aligned. */
export const summaryLine = (call: CallSummary): string =>
  `${plain(
    summaryRow(call)
      .map((cell) => String(cell ?? '-'))
      .join('  ')
      .trimEnd(),
  )}\n`;

/** A call for people: what was asked and answered, and what each part of it took. */
export function detailText(call: CallDetail): string {
  const { request, response, timings } = call;
  const facts: readonly (readonly [string, string | number | null])[] = [
    ['Call', call.id],
    [
      'State',
      call.problem === null ? call.state : `${call.state}: ${call.problem.text} (${call.problem.code})`,
    ],
    ['Lane', call.lane === null ? null : `${call.lane}, number ${call.laneSequence ?? '-'}`],
    ['Key', call.keyLabel],
    ['From', request.remoteAddress],
    ...(request.peerAddress === null ? [] : [['Through the proxy', request.peerAddress] as const]),
    ...(request.bodyFinding === null ? [] : [['Not as declared', request.bodyFinding] as const]),
    ...(call.repeats === 0 ? [] : [['Came again', `${call.repeats} times`] as const]),
    ['Received', call.receivedAt],
    ['On disk after', `${milliseconds(timings.storedMs)} ms`],
    ['Waited', `${milliseconds(call.waitMs)} ms`],
    ['Ran', `${milliseconds(call.runMs)} ms, attempt ${call.attempt}`],
    [
      'Answered',
      call.answeredStatus === null
        ? null
        : `${call.answeredStatus} after ${milliseconds(timings.answeredMs)} ms`,
    ],
  ];
  const head = `${request.method} ${request.path}${request.rawQuery === '' ? '' : `?${request.rawQuery}`} HTTP/${request.httpVersion}`;
  return [
    facts
      .map(([name, value]) => `${name.padEnd(14)}${value === null ? '-' : plain(String(value))}\n`)
      .join(''),
    `\n${messageText(head, request.headers, request.body)}`,
    response === null ? '' : `\n${messageText(`HTTP ${response.status}`, response.headers, response.body)}`,
    call.steps.length === 0 ? '' : `\n${stepsText(call)}`,
  ].join('');
}

/** A request or an answer, as it went over the wire. */
export function messageText(
  head: string,
  headers: readonly (readonly [string, string])[],
  body: ShownBody | null,
): string {
  const lines = [head, ...headers.map(([name, value]) => `${name}: ${value}`)].map(plain);
  return `${lines.join('\n')}\n${body === null || body.bytes === 0 ? '' : `\n${bodyText(body)}\n`}`;
}

function bodyText({ encoding, data, bytes, cut }: ShownBody): string {
  // Nobody reads base64; with --json it is there.
  if (encoding === 'base64') return `(${bytes} bytes that are no text)`;
  const shown = data.split('\n').map(plain).join('\n');
  return cut ? `(${bytes} bytes, the beginning)\n${shown}` : shown;
}

const stepsText = ({ steps }: CallDetail): string =>
  tableText(['STEP', 'KIND', 'STATE', 'MS', 'ERROR'], stepRows(steps, ''));

/** Each step, and below it those that ran inside of it. */
const stepRows = (steps: readonly StepTrace[], indent: string): string[][] =>
  steps.flatMap(({ name, kind, state, durationMs, error, runs = [], moreRuns = 0 }) => [
    [`${indent}${name}`, kind, state, milliseconds(durationMs), error ?? ''],
    ...runs.flatMap((run) => [
      [`${indent}  ${run.title}`, '', run.state, milliseconds(run.durationMs), ''],
      ...stepRows(run.steps, `${indent}    `),
    ]),
    ...(moreRuns === 0 ? [] : [[`${indent}  (${moreRuns} more)`, '', '', '', '']]),
  ]);
