// The lane of a call that is ordered by a key: a run worker evaluates the expression over what came in. A call
// without a value has the lane of the empty key, and the reason is kept.
import type { UnplacedCall } from '#main/ports/lane-rows.ts';
import type { ExecutionOutcome, HeaderList, Program } from '#main/ports/run.ts';
import { laneKeyOf } from '#shared/model/lane-key.ts';
import type { LaneDeps, Needs } from './deps.ts';
import { keptChain } from './kept-chain.ts';
import { pauseToRetry } from './pause.ts';

/** The longest that one evaluation may take, and the longest value. */
const evaluationMs = 1_000;
const maxKeyLength = 500;

/** What gives a call its lane. */
interface LaneRule {
  readonly expression: string;
  readonly hiddenBodyPaths: readonly string[];
}

/** The lane that a call belongs to. */
export interface Placement {
  readonly sequence: number;
  readonly laneKey: string;
  readonly nextAttemptAtMs: number | null;
  /** The calls that led to this one. */
  readonly cameFrom: readonly string[];
  /** Why there is no key; null where there is one. */
  readonly note: string | null;
}

/** The lanes of those of these calls that still wait for one, in order; a text says why they cannot be found now. */
export async function findKeys(
  deps: LaneDeps,
  sequences: readonly number[],
  { expression, hiddenBodyPaths }: LaneRule,
): Promise<readonly Placement[] | string> {
  // A workflow without steps answers with its input, as JSON where no other form is asked for.
  const program = {
    key: `lane by ${JSON.stringify([expression, ...hiddenBodyPaths])}`,
    dataProcessing: expression,
    steps: [],
    hiddenBodyPaths,
  };
  for (;;) {
    try {
      const calls = await deps.calls.unplaced(sequences);
      // Accepted under a version that hides values of bodies, which the one in place may not.
      const isAnyShut = calls.some(({ request }) => request.body?.kind === 'unreadable');
      const why = isAnyShut ? deps.missing.whyNot(onlyBodies) : null;
      if (why !== null) return why;
      return await Promise.all(calls.map((call) => findKey(deps, call, program)));
    } catch (error) {
      deps.report('the lanes of waiting calls cannot be found', error);
      await pauseToRetry();
    }
  }
}

const onlyBodies: Needs = { by: null, dataProcessing: undefined, steps: [], hiddenBodyPaths: ['**'] };

async function findKey(deps: LaneDeps, call: UnplacedCall, program: Program): Promise<Placement> {
  let outcome = await evaluate(deps, call, program);
  // It was beside somebody else's execution that ended their thread.
  if (outcome.problem?.code === 'worker_lost') outcome = await evaluate(deps, call, program);
  const why = outcome.problem;
  // The service ends: the next life finds it where it is.
  if (why?.code === 'interrupted') throw new Error(why.detail);
  if (why !== null) return unkeyed(call, why.reason ?? why.detail);
  const answer = outcome.answer?.body ?? null;
  const value: unknown = answer === null ? null : JSON.parse(Buffer.from(answer).toString('utf8'));
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return unkeyed(call, 'The expression gave no text, number or boolean.');
  }
  const text = String(value);
  if (text === '') return unkeyed(call, 'The expression gave an empty text.');
  if (text.length > maxKeyLength) {
    return unkeyed(call, `The expression gave more than ${maxKeyLength} characters.`);
  }
  return placement(call, outcome.isAnswerHidden === true ? deps.hideKey(text) : text, null);
}

function evaluate({ run }: LaneDeps, call: UnplacedCall, program: Program): Promise<ExecutionOutcome> {
  const { id, keyLabel, lane, request } = call;
  const { method, path, queryJson, body } = request;
  const receivedAt = new Date(call.receivedAtMs).toISOString();
  return run.execute(
    {
      program,
      call: { id, method, path, receivedAt, keyLabel, attempt: 0, lane },
      queryJson,
      headersJson: withoutAccept(request.headersJson),
      body,
      timeoutMs: evaluationMs,
    },
    () => undefined,
  );
}

const withoutAccept = (headersJson: string): string =>
  JSON.stringify((JSON.parse(headersJson) as HeaderList).filter(([name]) => name.toLowerCase() !== 'accept'));

const unkeyed = (call: UnplacedCall, note: string): Placement => placement(call, '', note);

const placement = (
  { sequence, nextAttemptAtMs, request }: UnplacedCall,
  key: string,
  note: string | null,
): Placement => ({
  sequence,
  nextAttemptAtMs,
  laneKey: laneKeyOf(key),
  cameFrom: keptChain(request.headersJson).calls,
  note,
});
