import { Table, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId } from 'react';
import { orpc } from '#renderer/app/queries.ts';
import { formatCount, formatMs, formatNumberOf } from '#renderer/ui/format.ts';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import type { LaneSummary } from '#shared/model/lane.ts';
import { emptyInMs } from './expected.ts';
import { HoldReason } from './HoldReason.tsx';
import { laneWords, type Moment, orderWords } from './lane-words.ts';
import { OpenedLane } from './OpenedLane.tsx';
import { everyMs } from './poll.ts';
import { runTimes } from './run-times.ts';
import { pageInput } from './use-calls-in-sight.ts';
import styles from './Lanes.module.css';

interface LaneRowProps {
  readonly lane: LaneSummary;
  /** Its place in the table. */
  readonly at: number;
  readonly isPaused: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** One lane; opened, its calls in order and what may be done to it. */
export function LaneRow({ lane: listed, at, isPaused, isOpen, onToggle }: LaneRowProps) {
  const id = useId();
  const isBusy = listed.running + listed.waiting > 0;
  const detail = useQuery({
    ...orpc.lanes.get.queryOptions({ input: pageInput(listed.integrationId, null) }),
    enabled: isOpen,
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
  // Opened, the row and the calls under it come from one answer, so that they agree.
  const lane = (isOpen && detail.data) || listed;
  const moment = { nowMs: useNow(200, isBusy || isOpen), isPaused };
  const runningForMs = runTimes(lane.runningSince, moment.nowMs);
  const Mark = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <Table.Tr aria-rowindex={at}>
        <Table.Td>
          <UnstyledButton
            className={styles.name}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={onToggle}
          >
            <Mark size={14} aria-hidden />
            <span>{lane.integration}</span>
            <span className={`quiet ${styles.code}`}>{lane.lane.split('/', 1)[0]}</span>
          </UnstyledButton>
        </Table.Td>
        <Table.Td>
          <LaneState lane={lane} moment={moment} />
        </Table.Td>
        <Table.Td ta="right">
          {lane.running === 0
            ? '–'
            : `${lane.running}${runningForMs.length === 0 ? '' : `, ${lane.running > 1 ? 'longest ' : ''}for ${formatMs(Math.max(...runningForMs))}`}`}
        </Table.Td>
        <Table.Td ta="right">{formatCount(lane.waiting)}</Table.Td>
        <Table.Td ta="right">
          {lane.oldestWaitingAt === null
            ? '–'
            : formatMs(Math.max(0, moment.nowMs - Date.parse(lane.oldestWaitingAt)))}
        </Table.Td>
        <Table.Td ta="right">{formatCount(lane.finishedLastMinute)}</Table.Td>
        <Table.Td ta="right">{formatMs(lane.meanRunMs)}</Table.Td>
        <Table.Td ta="right">
          {moves(lane, isPaused) ? formatMs(emptyInMs({ ...lane, runningForMs })) : '–'}
        </Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr id={id}>
          <Table.Td colSpan={8} className={styles.opened}>
            <OpenedLane lane={detail.data} error={detail.error} moment={moment} runningForMs={runningForMs} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

/** Of what stands still nobody knows when it will be empty. */
const moves = ({ running, waiting, enabled, hold, heldKeys }: LaneSummary, isPaused: boolean): boolean =>
  running + waiting > 0 && enabled && !isPaused && hold?.kind !== 'hold' && heldKeys === 0;

interface LaneStateProps {
  readonly lane: LaneSummary;
  readonly moment: Moment;
}

function LaneState({ lane, moment }: LaneStateProps) {
  const [tone, word] = laneWords(lane, moment);
  const { hold, heldKeys } = lane;
  return (
    <>
      <StateBadge tone={tone} text={`${word}, ${orderWords(lane)}`} />
      {hold && <HoldReason hold={hold} />}
      {heldKeys > 0 && (
        <div className={styles.reason}>
          <StateBadge tone="bad" text={`${formatNumberOf(heldKeys, 'lane')} held`} />
        </div>
      )}
    </>
  );
}
