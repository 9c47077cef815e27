import { useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';
import type { KeyUse } from '#shared/model/key-use.ts';

const everyMs = 5_000;

/** How these kept keys, and the values before them, were used, by id; looked up again while it is shown. */
export function useKeyUses(ids: readonly string[]): ReadonlyMap<string, KeyUse> {
  const { data } = useQuery({
    ...orpc.integrations.keys.queryOptions({ input: { ids: [...ids] } }),
    enabled: ids.length > 0,
    refetchInterval: everyMs,
    select: (keys) =>
      new Map(
        keys.flatMap(({ id, use, previous }) =>
          previous === null
            ? [[id, use] as const]
            : [[id, use] as const, [previous.id, previous.use] as const],
        ),
      ),
  });
  return data ?? none;
}

const none: ReadonlyMap<string, KeyUse> = new Map();
