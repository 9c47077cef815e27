import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { formatMs, formatSince } from '#renderer/ui/format.ts';
import type { LaneDetail, RunningCall, WaitingCall } from '#shared/model/lane.ts';
import { startsInMs } from './expected.ts';
import { type Surroundings, whyWaits, whyWaitsInLane } from './lane-words.ts';
import styles from './Lanes.module.css';

export interface LaneInSight extends Surroundings {
  readonly lane: LaneDetail;
  /** One lane of several; null for the one lane, or for all of them. */
  readonly laneKey: string | null;
  readonly runningForMs: readonly number[];
}

interface LaneCallRowProps extends LaneInSight {
  readonly runs: RunningCall | undefined;
  /** Known once its page has come. */
  readonly waits: WaitingCall | undefined;
  readonly place: number;
  readonly at: number;
  readonly top: number;
  readonly onCancel: (call: WaitingCall) => void;
}

/** The lanes of all keys in one list: a place says nothing of a call's own lane then. */
export const isOfAllKeys = ({ lane, laneKey }: LaneInSight): boolean => lane.by !== null && laneKey === null;

export const columnsOf = (shown: LaneInSight): readonly string[] =>
  isOfAllKeys(shown)
    ? ['place', 'call', 'key', 'received', 'age', 'why', 'cancel']
    : ['place', 'call', 'received', 'age', 'why', 'expected wait', 'cancel'];

export function LaneCallRow(props: LaneCallRowProps) {
  const { runs, waits, place, at, top, nowMs, onCancel } = props;
  const byRole = useReasonAgainst('designer');
  const call = runs ?? waits;
  const since = (iso: string) => formatMs(Math.max(0, nowMs - Date.parse(iso)));
  const why = runs ? `runs for ${since(runs.startedAt)}` : waits ? whyOf(waits, props) : '';
  return (
    <div role="row" aria-rowindex={at} className={styles.call} style={{ transform: `translateY(${top}px)` }}>
      <span role="cell">{runs ? 'running' : place}</span>
      <span role="cell">{call ? <CallLink {...call} /> : '…'}</span>
      {isOfAllKeys(props) && <span role="cell">{call?.key ?? ''}</span>}
      <span role="cell">{call && formatSince(call.receivedAt, nowMs)}</span>
      <span role="cell">{call && since(call.receivedAt)}</span>
      <span role="cell" title={why}>
        {why}
      </span>
      {!isOfAllKeys(props) && <span role="cell">{waits && expected(waits, props)}</span>}
      <span role="cell">
        {waits && (
          <ReasonedButton
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={`Cancel number ${waits.laneSequence}`}
            reason={byRole}
            onClick={() => onCancel(waits)}
          >
            Cancel
          </ReasonedButton>
        )}
      </span>
    </div>
  );
}

const whyOf = (call: WaitingCall, shown: LaneInSight): string =>
  isOfAllKeys(shown) ? whyWaitsInLane(call, shown) : whyWaits(call, shown);

/** What stands still has no time to expect. */
function expected(call: WaitingCall, { lane, hold, isPaused, running, runningForMs }: LaneInSight): string {
  if (isPaused || !lane.enabled || hold?.kind === 'hold') return '–';
  const { meanRunMs, by } = lane;
  const pace = by === null ? lane : { concurrency: 1, running, meanRunMs };
  return formatMs(startsInMs(call.place, { ...pace, runningForMs }));
}

const CallLink = ({ id, method, laneSequence, keyLabel }: RunningCall | WaitingCall) => (
  <>
    <Anchor component={Link} href={`/calls/${id}`} size="xs">
      {method} number {laneSequence}
    </Anchor>
    {keyLabel !== null && <span className="quiet"> by {keyLabel}</span>}
  </>
);
