// Order by a key: the expression is evaluated after the call is on disk and answered, by a run worker, in the
// order of sequences; only then does the call join its lane.
import type { HeaderList, RunPort } from '#main/ports/run.ts';
import type { UnplacedCall } from '#main/ports/lane-rows.ts';
import { laneKeyOf } from '#shared/model/lane-key.ts';
import { dueMsOf, type LaneDeps, retryMs } from './deps.ts';
import { type Lane, type LaneGroup, laneOf } from './lane.ts';

/** The longest that one evaluation may take, and the longest value. */
const evaluationMs = 1_000;
const maxKeyLength = 500;

interface Placement {
  readonly sequence: number;
  readonly laneKey: string;
  readonly nextAttemptAtMs: number | null;
  /** Why there is no key; null where there is one. */
  readonly note: string | null;
}

/** Puts the next calls into their lanes; how many there were. `joined` is told of each lane that got one. */
export async function placeNext(
  deps: LaneDeps,
  group: LaneGroup,
  joined: (lane: Lane) => void,
): Promise<number> {
  const { unplaced, placing, expression } = group;
  if (placing.size > 0 || expression === null) return 0;
  for (let next = unplaced.next(0); next !== null; next = unplaced.next(0)) placing.add(next);
  const sequences = [...placing];
  if (sequences.length === 0) return 0;
  const placements = await findKeys(deps, sequences, expression);
  // Handed over in one turn they are one commit, in order.
  const arePlaced = await Promise.all(placements.map((one) => keep(deps, one, expression)));
  for (const [at, { sequence, laneKey, nextAttemptAtMs }] of placements.entries()) {
    unplaced.done();
    placing.delete(sequence);
    if (arePlaced[at] !== true) continue;
    const lane = laneOf(group, laneKey);
    lane.queue.join({ sequence, dueMs: dueMsOf(deps, group.integration.trigger, nextAttemptAtMs) });
    const known = group.waiting.get(sequence);
    if (known !== undefined) known.lane += laneKey;
    joined(lane);
  }
  // Cancelled before their request was read: their places are free again.
  for (const sequence of [...placing]) {
    unplaced.done();
    placing.delete(sequence);
  }
  return sequences.length;
}

async function findKeys(
  deps: LaneDeps,
  sequences: readonly number[],
  expression: string,
): Promise<readonly Placement[]> {
  for (;;) {
    try {
      const calls = await deps.calls.unplaced(sequences);
      return await Promise.all(calls.map((call) => findKey(deps.run, call, expression)));
    } catch (error) {
      deps.report('the lanes of waiting calls cannot be found', error);
      await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
    }
  }
}

async function findKey(run: RunPort, call: UnplacedCall, expression: string): Promise<Placement> {
  const { id, keyLabel, lane, request } = call;
  const { method, path, queryJson, body } = request;
  const receivedAt = new Date(call.receivedAtMs).toISOString();
  const outcome = await run.execute(
    {
      // A workflow without steps answers with its input, as JSON where no other form is asked for.
      program: { key: `lane by ${expression}`, dataProcessing: expression, steps: [] },
      call: { id, method, path, receivedAt, keyLabel, attempt: 0, lane },
      queryJson,
      headersJson: withoutAccept(request.headersJson),
      body,
      timeoutMs: evaluationMs,
    },
    () => undefined,
  );
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
  return placement(call, text, null);
}

const withoutAccept = (headersJson: string): string =>
  JSON.stringify((JSON.parse(headersJson) as HeaderList).filter(([name]) => name.toLowerCase() !== 'accept'));

const unkeyed = (call: UnplacedCall, note: string): Placement => placement(call, '', note);

const placement = (
  { sequence, nextAttemptAtMs }: UnplacedCall,
  key: string,
  note: string | null,
): Placement => ({ sequence, nextAttemptAtMs, laneKey: laneKeyOf(key), note });

async function keep(
  { calls, now, report }: LaneDeps,
  { sequence, laneKey, note }: Placement,
  expression: string,
): Promise<boolean> {
  const deed = note === null ? null : { action: 'unkeyed' as const, atMs: now(), note };
  for (;;) {
    try {
      return await calls.place({ sequence, laneKey, expression, deed });
    } catch (error) {
      report('a call cannot be put into its lane', error);
      await new Promise((resolve) => setTimeout(resolve, retryMs).unref());
    }
  }
}
