import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { formatDateTime } from '#renderer/ui/format.ts';
import type { CallDetail } from '#shared/model/call.ts';

/** Which call this one repeats, and which ones repeat it. */
export function Lineage({ call: { id, origin, replays } }: { readonly call: CallDetail }) {
  return (
    <>
      {origin !== null && (
        <Text size="xs">
          Replay of{' '}
          <Anchor component={Link} href={`/calls/${origin}`} size="xs" className="mono">
            {origin}
          </Anchor>{' '}
          (
          <Anchor component={Link} href={`/compare/${origin}/${id}`} size="xs">
            compare
          </Anchor>
          )
        </Text>
      )}
      {replays.length > 0 && (
        <Text size="xs" component="div">
          Replayed:{' '}
          {replays.map((replay, at) => (
            <span key={replay.id}>
              {at > 0 && ', '}
              <Anchor component={Link} href={`/calls/${replay.id}`} size="xs">
                {formatDateTime(replay.receivedAt)}
              </Anchor>{' '}
              {replay.state}
            </span>
          ))}
        </Text>
      )}
    </>
  );
}
