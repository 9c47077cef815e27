import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Alarm } from '#shared/model/setting.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { orpc } from './queries.ts';

/** Those that keep calls from being taken. */
const grave: readonly Alarm['code'][] = ['disk_full', 'storage_slow'];

/** What a person should look at, above whatever page is open, for as long as it lasts. */
export function AlarmNotes() {
  const { data } = useQuery(orpc.host.status.queryOptions({ refetchInterval: 5_000 }));
  if (!data || data.alarms.length === 0) return null;
  return (
    <Stack component="section" aria-label="Alarms" gap="xs" mb="sm">
      {data.alarms.map(({ code, text }) => (
        <Note key={code} tone={grave.includes(code) ? 'problem' : 'warning'} text={text} />
      ))}
    </Stack>
  );
}
