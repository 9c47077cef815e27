import { isOpen, type CallDetail } from '#shared/model/call.ts';

/** A stretch of a call's life, in milliseconds since it was received. */
export interface TimingPart {
  readonly kind: 'check' | 'store' | 'wait' | 'step' | 'failedStep' | 'rest';
  readonly label: string;
  /** What the label means, where it does not say so by itself. */
  readonly meaning?: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** It still lasts. */
  readonly open: boolean;
}

/** A moment of it. */
export interface TimingMark {
  readonly label: string;
  readonly atMs: number;
}

export interface Timing {
  readonly parts: readonly TimingPart[];
  readonly marks: readonly TimingMark[];
  /** What was reached, nobody knows when. */
  readonly unknown: readonly string[];
  readonly totalMs: number;
}

const meanings: Readonly<Record<string, string>> = {
  'Body read, put on disk':
    'The body came, was compared with what the trigger declares, and was kept for good with its call',
  'Before the first step': 'The workflow was handed to a run worker, and its input prepared',
  'Between steps': 'The input of the next step was prepared from what was there',
  Finished: 'After the last step the result was put together and handed back',
  'Result put on disk': 'The result was kept for good before the caller was answered',
};

/** Waits and gaps below this are the clock's grain. */
const grainMs = 0.05;

/** When its last attempt began; while it runs only the attempt tells. */
export function startedMsOf({ timings, attempts, receivedAt }: CallDetail): number | null {
  const startedAt = attempts.at(-1)?.startedAt;
  if (timings.startedMs !== null || startedAt === undefined) return timings.startedMs;
  return Math.max(0, Date.parse(startedAt) - Date.parse(receivedAt));
}

/** What each millisecond went to. `ageMs` is how long ago the call was received; it ends what still lasts. */
export function timingParts(call: CallDetail, ageMs: number): Timing {
  const parts: TimingPart[] = [];
  let reachedMs = 0;
  const upTo = (kind: TimingPart['kind'], label: string, toMs: number, open = false): void => {
    // Times of two threads may cross by a hair; a part never ends before it began.
    const end = Math.max(reachedMs, toMs);
    const meaning = meanings[label];
    parts.push({ kind, label, fromMs: reachedMs, toMs: end, open, ...(meaning && { meaning }) });
    reachedMs = end;
  };

  const { authorisedMs, storedMs, finishedMs, answeredMs, callerGoneMs } = call.timings;
  const isWaiting = call.state === 'waiting';
  const ended = endedAttempts(call);
  const startedMs = ended.length === call.attempts.length && ended.length > 0 ? null : startedMsOf(call);
  if (authorisedMs !== null) upTo('check', 'Authorised', authorisedMs);
  if (storedMs !== null)
    upTo('store', call.requestBytes > 0 ? 'Body read, put on disk' : 'Put on disk', storedMs);
  let waited = 'Waited in the lane';
  for (const [at, { attempt, fromMs, toMs, isCutOff }] of ended.entries()) {
    if (fromMs > reachedMs) upTo('wait', waited, fromMs);
    if (toMs !== null) upTo(isCutOff ? 'rest' : 'failedStep', `Attempt ${attempt}`, toMs);
    else
      upTo(
        'rest',
        `Attempt ${attempt}, and the service was down`,
        ended[at + 1]?.fromMs ?? startedMs ?? fromMs,
      );
    waited = 'Waited to try again';
  }
  if (startedMs !== null && startedMs - reachedMs > grainMs) upTo('wait', waited, startedMs);
  // Skipped or cancelled while it waited.
  const isLeftWaiting = startedMs === null && !isOpen(call.state) && call.state !== 'refused';
  if (isLeftWaiting && (call.totalMs ?? 0) > reachedMs) upTo('wait', waited, call.totalMs ?? 0);
  if (isWaiting) upTo('wait', waited.replace('Waited', 'Waiting'), ageMs, true);
  if (startedMs !== null) {
    let gap = 'Before the first step';
    for (const step of call.steps) {
      if (step.state === 'skipped') continue;
      const fromMs = startedMs + step.startedMs;
      if (fromMs - reachedMs > grainMs) upTo('rest', gap, fromMs);
      gap = 'Between steps';
      upTo(step.state === 'succeeded' ? 'step' : 'failedStep', step.name, fromMs + step.durationMs);
    }
    const ran = call.steps.some(({ state }) => state !== 'skipped');
    if (finishedMs !== null && finishedMs > reachedMs) {
      if (ran) upTo('rest', 'Finished', finishedMs);
      else upTo('step', 'Workflow', finishedMs);
    }
    // A caller that waits is answered once the result is on disk.
    if (finishedMs !== null && answeredMs !== null && answeredMs > finishedMs) {
      upTo('store', 'Result put on disk', answeredMs);
    }
    if (call.state === 'running') upTo('rest', 'Running', ageMs, true);
  }
  if (call.state === 'refused' && answeredMs !== null) upTo('check', 'Refused', answeredMs);

  const marks: TimingMark[] = [];
  if (answeredMs !== null)
    marks.push({ label: `Answered ${call.answeredStatus ?? ''}`.trim(), atMs: answeredMs });
  if (callerGoneMs !== null) marks.push({ label: 'Caller hung up', atMs: callerGoneMs });
  marks.sort((a, b) => a.atMs - b.atMs);
  return {
    parts,
    marks,
    unknown: unknownOf(call),
    totalMs: Math.max(reachedMs, ...marks.map(({ atMs }) => atMs)),
  };
}

/** All but the one that the times of the call are of; it has none where it waits again, or was ended while it did. */
function endedAttempts({ attempts, receivedAt, state, timings }: CallDetail) {
  const receivedMs = Date.parse(receivedAt);
  const isLastOver = timings.startedMs === null && (attempts.at(-1)?.outcome ?? null) !== null;
  return (state === 'waiting' || isLastOver ? attempts : attempts.slice(0, -1)).map((one) => ({
    attempt: one.attempt,
    fromMs: Date.parse(one.startedAt) - receivedMs,
    /** Null where it died with the service, nobody knows when. */
    toMs: one.finishedAt === null ? null : Date.parse(one.finishedAt) - receivedMs,
    isCutOff: one.outcome === 'interrupted',
  }));
}

/** These times are on disk from the call's end on; before, they live only in the memory of the service. */
function unknownOf({ state, answeredStatus, timings, attempts }: CallDetail): readonly string[] {
  if (state === 'refused') return [];
  return [
    ...(timings.storedMs === null ? ['Put on disk'] : []),
    ...(answeredStatus !== null && timings.answeredMs === null ? [`Answered ${answeredStatus}`] : []),
    ...attempts
      .filter(({ finishedAt, outcome }) => finishedAt === null && outcome !== null)
      .map(({ attempt }) => `End of attempt ${attempt}`),
  ];
}
