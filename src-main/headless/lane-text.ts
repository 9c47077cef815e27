import {
  type Hold,
  type LaneDetail,
  type LaneEvent,
  type LaneSummary,
  stateOfLane,
} from '#shared/model/lane.ts';
import { plain, tableText } from './print-table.ts';

export const laneTable = (all: readonly LaneSummary[]): string =>
  tableText(
    ['LANE', 'STATE', 'RUNS', 'RUNNING', 'WAITING', 'OLDEST', 'DONE LAST MINUTE', 'MEAN RUN MS'],
    all.map((lane) => [
      lane.lane,
      stateText(lane),
      lane.by !== null
        ? `ordered by ${lane.by}`
        : lane.ordered
          ? 'ordered'
          : `${lane.concurrency} side by side`,
      lane.running,
      lane.waiting,
      lane.oldestWaitingAt,
      lane.finishedLastMinute,
      lane.meanRunMs === null ? null : Math.round(lane.meanRunMs),
    ]),
  );

function stateText(lane: LaneSummary): string {
  const { enabled, hold, heldKeys } = lane;
  // Not `held`, which would ask for a `resume` that cannot be.
  const state = enabled && hold?.until === 'readable' ? 'waiting for its secrets' : stateOfLane(lane);
  return heldKeys === 0 ? state : `${state}, ${heldKeys} held by key`;
}

/** What became of a lane after something was done to it. */
export const laneLine = (lane: LaneSummary): string =>
  `${plain(lane.lane)} is ${lane.enabled ? stateText(lane) : 'switched off'}: ${lane.running} running, ${lane.waiting} waiting.\n`;

/** A lane with its calls, in the order in which they start. */
export function laneDetailText(lane: LaneDetail): string {
  const { hold, runningCalls, waitingCalls, keys } = lane;
  return [
    laneLine(lane),
    hold === null ? '' : `${holdText(hold)}\n`,
    runningCalls.length + waitingCalls.length === 0
      ? ''
      : `\n${tableText(
          ['PLACE', 'ID', 'METHOD', 'RECEIVED', 'KEY', 'NEXT ATTEMPT', 'PROBLEM'],
          [
            ...runningCalls.map((call) => [
              'running',
              call.id,
              call.method,
              call.receivedAt,
              call.key,
              null,
              '',
            ]),
            ...waitingCalls.map((call) => [
              call.place,
              call.id,
              call.method,
              call.receivedAt,
              call.key,
              call.nextAttemptAt,
              call.problem?.text ?? '',
            ]),
          ],
        )}`,
    keys.length === 0
      ? ''
      : `\n${tableText(
          ['KEY', 'RUNNING', 'WAITING', 'HELD'],
          keys.map((one) => [one.key, one.running, one.waiting, one.hold === null ? '' : holdText(one.hold)]),
        )}`,
  ].join('');
}

const holdText = ({ kind, since, note, callId, until }: Hold): string =>
  plain(
    [
      until === 'readable' ? 'Waiting for its secrets' : kind === 'hold' ? 'Held' : 'Accepts nothing more',
      ` since ${since}`,
      callId === null ? '' : ` by the failure of ${callId}`,
      note === '' ? '' : `: ${note}`,
    ].join(''),
  );

export const historyTable = (events: readonly LaneEvent[]): string =>
  tableText(
    ['AT', 'DONE', 'BY', 'KEY', 'CALL', 'NOTE'],
    events.map(({ at, action, by, key, callId, note }) => [at, action, by, key, callId, note]),
  );
