import { Button, Progress, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '#renderer/app/queries.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import type { Replay } from '#shared/model/replay.ts';
import { replayNews, replayWords } from './replay-words.ts';

const runningEveryMs = 500;
const restEveryMs = 5_000;

/** Replays that are under way, whoever began them, and what came of those that ended while the log was open. */
export function RunningReplays() {
  const { data: replays } = useQuery({
    ...orpc.replays.list.queryOptions(),
    refetchInterval: ({ state: { data } }) =>
      data?.some(({ state }) => state === 'running') ? runningEveryMs : restEveryMs,
  });
  // What had ended before, and what was put away since. A short one may never have been seen to run.
  const [past, setPast] = useState<ReadonlySet<string> | null>(null);
  if (replays !== undefined && past === null)
    setPast(new Set(replays.flatMap(({ id, state }) => (state === 'running' ? [] : [id]))));
  const close = (id: string) => setPast(new Set([...(past ?? []), id]));
  const shown = past === null ? [] : (replays ?? []).filter(({ id }) => !past.has(id));
  return (
    <Stack gap="xs" mb={shown.length === 0 ? 0 : 'md'}>
      {shown.map((replay) => (
        <OneReplay key={replay.id} replay={replay} onClose={() => close(replay.id)} />
      ))}
      {/* The counts change all the time, and would be read out as often. */}
      <div aria-live="polite" className="visually-hidden">
        {shown.map((replay) => (
          <p key={replay.id}>{replayNews(replay)}</p>
        ))}
      </div>
    </Stack>
  );
}

function OneReplay({ replay, onClose }: { readonly replay: Replay; readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const byRole = useReasonAgainst('designer');
  const stopping = useMutation(
    orpc.replays.stop.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: orpc.replays.key() }),
    }),
  );
  const { id, state, total, sent, leftOut } = replay;
  return (
    <Note tone="plain" text={replayWords(replay)}>
      {state === 'running' ? (
        <>
          <Progress
            w={120}
            value={total === 0 ? 0 : ((sent + leftOut) / total) * 100}
            aria-label="Progress of the replay"
          />
          <ReasonedButton
            variant="default"
            size="compact-xs"
            reason={byRole}
            loading={stopping.isPending}
            onClick={() => stopping.mutate({ id })}
          >
            Stop
          </ReasonedButton>
        </>
      ) : (
        <Button variant="default" size="compact-xs" onClick={onClose}>
          Close
        </Button>
      )}
    </Note>
  );
}
