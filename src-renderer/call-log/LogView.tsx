import { Anchor } from '@mantine/core';
import { useState, type ReactNode, type RefObject } from 'react';
import { Link, useLocation } from 'wouter';
import { useStore } from 'zustand';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { CallTable } from './CallTable.tsx';
import { isNarrowed, type LogFilter } from './filter.ts';
import type { LogStore } from './log-store.ts';
import styles from './CallLog.module.css';

interface LogViewProps {
  readonly store: LogStore;
  readonly filter: LogFilter;
  /** The log is that of one integration. */
  readonly ofOne: boolean;
  readonly selectedId: string | null;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onSelect: (id: string | null) => void;
  readonly onPause: () => void;
  readonly onScrolled: (isAway: boolean) => void;
  readonly onEnd: () => void;
  readonly detail?: (callId: string, close: () => void) => ReactNode;
}

/** The list, the call that was opened from it, and what stands there when there is no list. */
export function LogView({ store, filter, ofOne, detail, ...table }: LogViewProps) {
  const { rows, nextBefore, phase, error } = useStore(store);
  const [openedId, setOpenedId] = useState<string | null>(null);
  const [, navigate] = useLocation();
  const close = () => {
    setOpenedId(null);
    table.scroller.current?.focus();
  };
  const open = (id: string) => (detail ? setOpenedId(id) : navigate(`/calls/${id}`));
  const isEmpty = rows.length === 0;
  const aside = openedId === null ? null : detail?.(openedId, close);
  return (
    <>
      {phase === 'first' && error !== null && <ProblemNote error={error} />}
      {phase === 'lost' && (
        <Note tone="warning" text="The connection is interrupted; what is shown may be out of date." />
      )}
      <div className={styles.split} data-detail={aside ? true : undefined}>
        <div className={styles.list}>
          {isEmpty && phase !== 'first' && <Nothing filter={filter} ofOne={ofOne} />}
          {!isEmpty && (
            <CallTable
              {...table}
              rows={rows}
              hasOlder={nextBefore !== null}
              openedId={openedId}
              onOpen={open}
              onClose={close}
            />
          )}
        </div>
        {aside && <div className={styles.detail}>{aside}</div>}
      </div>
    </>
  );
}

function Nothing({ filter, ofOne }: { readonly filter: LogFilter; readonly ofOne: boolean }) {
  if (isNarrowed(ofOne ? { ...filter, integration: null } : filter)) {
    return (
      <EmptyState title="No call fits" text="New calls that fit the filter appear here as they arrive." />
    );
  }
  const text = 'Calls appear here the moment they arrive, refused ones too.';
  return ofOne ? (
    <EmptyState title="No calls yet" text={`${text} The Setup tab has a command to copy that sends one.`} />
  ) : (
    <EmptyState title="No calls yet" text={`${text} Each integration has a command to copy that sends one.`}>
      <Anchor component={Link} href="/" size="sm">
        Go to the integrations
      </Anchor>
    </EmptyState>
  );
}
