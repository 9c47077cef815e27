import { useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';
import type { KeyUse } from '#shared/model/key-use.ts';

const everyMs = 5_000;

/** How the kept keys were used, by id; looked up again while it is shown. */
export function useKeyUses(): ReadonlyMap<string, KeyUse> {
  const { data } = useQuery({
    ...orpc.integrations.keys.queryOptions(),
    refetchInterval: everyMs,
    select: (keys) => new Map(keys.map(({ id, use }) => [id, use])),
  });
  return data ?? none;
}

const none: ReadonlyMap<string, KeyUse> = new Map();
