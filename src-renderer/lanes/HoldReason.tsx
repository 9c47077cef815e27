import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import type { Hold } from '#shared/model/lane.ts';
import styles from './Lanes.module.css';

/** Why a lane stands still: what was noted, and the call whose failure stopped it. */
export function HoldReason({ hold: { note, callId } }: { readonly hold: Hold }) {
  if (note === '' && callId === null) return null;
  return (
    <div className={styles.reason}>
      <span title={note}>{note}</span>
      {callId !== null && (
        <Anchor component={Link} href={`/calls/${callId}`} size="xs">
          its head failed
        </Anchor>
      )}
    </div>
  );
}
