import { Anchor } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, type ReactNode, type RefObject } from 'react';
import { Link, useLocation } from 'wouter';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { orpc } from '#renderer/app/queries.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { NoSuchIntegration } from '#renderer/ui/NoSuchIntegration.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { CallTable } from './CallTable.tsx';
import type { ChosenCalls } from './chosen-calls.ts';
import { isNarrowed, type LogFilter, writeFilter } from './filter.ts';
import { type ColumnName, columnsWithin } from './log-columns.ts';
import type { Log } from './log.ts';
import { useSaidColumns } from './use-said-columns.ts';
import styles from './CallLog.module.css';

interface LogViewProps {
  readonly log: Log;
  readonly filter: LogFilter;
  readonly columns: readonly ColumnName[];
  /** The log is that of one integration. */
  readonly ofOne: boolean;
  readonly isHolding: boolean;
  readonly selectedId: string | null;
  readonly openedId: string | null;
  readonly chosen: ChosenCalls;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onSelect: (id: string | null) => void;
  readonly onPause: () => void;
  readonly onOpen: (id: string | null) => void;
  readonly onScrolled: (isAway: boolean) => void;
  readonly onNewest: () => void;
  readonly onOldest: () => void;
  /** Draws one call beside the list. */
  readonly detail?: (callId: string, close: () => void) => ReactNode;
}

/** The list, the call that was opened from it, and what stands there when there is no list. */
export function LogView({ log, filter, columns, ofOne, isHolding, detail, onOpen, ...table }: LogViewProps) {
  const { rows, nextBefore, nextAfter, placed, isListed, listError, streamError, isSearching } = useStore(
    log.store,
    useShallow((state) => ({
      rows: state.rows,
      nextBefore: state.nextBefore,
      nextAfter: state.nextAfter,
      placed: state.placed,
      isListed: state.isListed,
      listError: state.listError,
      streamError: state.streamError,
      isSearching: state.isAsking || state.progress !== null,
    })),
  );
  const { ref, width } = useElementSize();
  const said = useSaidColumns({ rows, of: log, isHolding });
  const shown = useMemo(
    () => columnsWithin(columns, { said, widthPx: width, ofOne }),
    [columns, said, width, ofOne],
  );
  const { openedId } = table;
  const close = () => {
    onOpen(null);
    table.scroller.current?.focus();
  };
  const isEmpty = rows.length === 0;
  const failure = streamError ?? listError;
  const aside = openedId === null ? null : detail?.(openedId, close);
  return (
    <>
      {streamError !== null && isListed ? (
        <Note tone="warning" text="The connection is interrupted; what is shown may be out of date." />
      ) : (
        failure !== null && <ProblemNote error={failure} />
      )}
      <div className={styles.split} data-detail={aside ? true : undefined}>
        <div className={styles.list} ref={ref}>
          {isEmpty && isListed && !isSearching && listError === null && (
            <Nothing filter={filter} ofOne={ofOne} />
          )}
          {!isEmpty && (
            <CallTable
              {...table}
              rows={rows}
              columns={shown}
              hasOlder={nextBefore !== null}
              hasNewer={nextAfter !== null}
              placed={placed}
              onOpen={onOpen}
              onClose={close}
              onEnd={log.older}
              onBeginning={log.newer}
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
      <EmptyState
        title="No call fits"
        text={
          <>
            New calls that fit the filter appear here as they arrive.
            {!ofOne && <MissingIntegration filter={filter} />}
          </>
        }
      />
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

/** Said where nothing fits since no integration has the name that an address or a saved filter asks for. */
function MissingIntegration({ filter }: { readonly filter: LogFilter }) {
  const [path] = useLocation();
  const integrations = useQuery(orpc.integrations.summaries.queryOptions()).data;
  const meant = filter.integration;
  if (meant === null || integrations === undefined) return null;
  const names = integrations.map(({ code, name }) => (meant.includes('/') ? `${code}/${name}` : name));
  if (names.includes(meant)) return null;
  const hrefOf = (name: string) => `${path}?${writeFilter({ ...filter, integration: name })}`;
  return (
    <>
      {' '}
      <NoSuchIntegration meant={meant} names={names} hrefOf={hrefOf} />
    </>
  );
}
