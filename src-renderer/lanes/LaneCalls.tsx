import { Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { client } from '#renderer/app/client.ts';
import type { RunningCall, WaitingCall } from '#shared/model/lane.ts';
import { ActDialog } from './ActDialog.tsx';
import { columnsOf, isOfAllKeys, LaneCallRow, type LaneInSight } from './LaneCallRow.tsx';
import { useCallsInSight } from './use-calls-in-sight.ts';
import styles from './Lanes.module.css';

const rowPx = 26;
/** Rows drawn beyond what is in sight, above and below. */
const overscan = 6;
/** A browser cannot scroll further. */
const mostRows = 1_000_000;

interface LaneCallsProps extends LaneInSight {
  readonly label: string;
  readonly runningCalls: readonly RunningCall[];
  readonly waiting: number;
}

/** The calls of a lane: those that run, then those that wait, in the order they will start. */
export function LaneCalls(props: LaneCallsProps) {
  const { label, lane, laneKey, runningCalls, waiting } = props;
  const [cancelling, setCancelling] = useState<WaitingCall | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: runningCalls.length + Math.min(waiting, mostRows),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan,
    scrollPaddingStart: rowPx,
  });
  /** As many rows as are ever drawn at once: where the list is scrolled, a row takes the next call. */
  const slots = Math.ceil((virtual.scrollRect?.height ?? 0) / rowPx) + 2 * overscan + 1;
  const items = virtual.getVirtualItems();
  const calls = useCallsInSight({
    integrationId: lane.integrationId,
    laneKey,
    first: (items[0]?.index ?? 0) - runningCalls.length,
    last: (items.at(-1)?.index ?? 0) - runningCalls.length,
  });
  if (runningCalls.length + waiting === 0) {
    return (
      <Text size="xs" c="dimmed">
        Nothing runs and nothing waits.
      </Text>
    );
  }
  return (
    <>
      <div
        ref={scroller}
        role="table"
        aria-label={label}
        aria-rowcount={runningCalls.length + waiting + 1}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
        tabIndex={0}
        className={styles.calls}
        data-keys={isOfAllKeys(props) || undefined}
      >
        <div role="rowgroup" className={styles.head}>
          <div role="row" aria-rowindex={1} className={styles.call}>
            {columnsOf(props).map((name) => (
              <span key={name} role="columnheader">
                {name === 'cancel' ? <span className="visually-hidden">{name}</span> : name}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const place = index - runningCalls.length + 1;
            return (
              <LaneCallRow
                {...props}
                key={index % slots}
                runs={runningCalls[index]}
                waits={calls.get(place)}
                place={place}
                at={index + 2}
                top={start}
                onCancel={setCancelling}
              />
            );
          })}
        </div>
      </div>
      {cancelling && (
        <ActDialog
          title={`Cancel call number ${cancelling.laneSequence}`}
          text="It ends as cancelled and does not run. Those behind it move up."
          label="Cancel the call"
          needsNote
          act={(note) =>
            client.lanes.cancel({ integrationId: lane.integrationId, callId: cancelling.id, note })
          }
          onClose={() => setCancelling(null)}
        />
      )}
    </>
  );
}
