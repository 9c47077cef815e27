import { Loader, Text } from '@mantine/core';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { LaneDetail } from '#shared/model/lane.ts';
import { KeyLanes } from './KeyLanes.tsx';
import type { LaneAct } from './lane-acts.ts';
import { LaneActs } from './LaneActs.tsx';
import { LaneCalls } from './LaneCalls.tsx';
import { LaneHistory } from './LaneHistory.tsx';
import type { Moment } from './lane-words.ts';
import styles from './Lanes.module.css';

interface OpenedLaneProps {
  readonly lane: LaneDetail | undefined;
  readonly error: unknown;
  readonly moment: Moment;
  readonly runningForMs: readonly number[];
}

/** Single calls are moved in a lane of their own, so not where each key has one. */
const actsOnAll: readonly LaneAct[] = ['hold', 'resume', 'drain'];
const actsOnOne: readonly LaneAct[] = ['hold', 'resume', 'retry', 'skip', 'drain'];

export function OpenedLane({ lane, error, moment, runningForMs }: OpenedLaneProps) {
  const failed = error ? <ProblemNote error={error} /> : null;
  if (!lane) return failed ?? <Loader size="sm" aria-label="Loading" />;
  const { integration, integrationId, hold, by, running, runningCalls, waiting, waitingCalls } = lane;
  return (
    <div className={styles.parts}>
      {failed}
      <LaneActs
        acts={by === null ? actsOnOne : actsOnAll}
        integrationId={integrationId}
        laneKey={null}
        name={integration}
        hold={hold}
        holdOfAll={null}
        head={by === null ? waitingCalls[0] : undefined}
      />
      {by !== null && <KeyLanes lane={lane} moment={moment} />}
      {by !== null && (
        <Text size="xs" fw={600}>
          All that run or wait, as received
        </Text>
      )}
      <LaneCalls
        {...moment}
        label={`Calls of ${integration} that run or wait`}
        lane={lane}
        laneKey={null}
        hold={hold}
        running={running}
        runningCalls={runningCalls}
        waiting={waiting}
        runningForMs={runningForMs}
      />
      <LaneHistory lane={lane} />
    </div>
  );
}
