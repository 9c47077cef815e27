import { useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';

/** What is said at a new key where its value cannot be copied later. */
export function useKeyDescription(): string | undefined {
  const settings = useQuery(orpc.host.settings.queryOptions()).data;
  return settings?.showKeysOnce === true
    ? 'Copy it now: its value is not kept and cannot be shown again.'
    : undefined;
}
