import { Stack } from '@mantine/core';
import type { Alarm } from '#shared/model/setting.ts';
import { formatSince } from '#renderer/ui/format.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { ResumeExecutions } from './ResumeExecutions.tsx';

/** Those that keep calls from being taken. */
const grave: readonly Alarm['code'][] = ['certificate_ending', 'disk_full', 'storage_slow'];

/** What a person should look at, above whatever page is open, for as long as it lasts. */
export function AlarmNotes({
  alarms,
  onDone,
}: {
  readonly alarms: readonly Alarm[];
  /** Something was done about one, with words that say what. */
  readonly onDone: (words: string) => void;
}) {
  const nowMs = useNow(60_000, alarms.length > 0);
  if (alarms.length === 0) return null;
  return (
    <Stack component="section" aria-label="Alarms" gap="xs" mb="md">
      {alarms.map(({ code, text, since }) => (
        <Note
          key={code}
          tone={grave.includes(code) ? 'problem' : 'warning'}
          text={code === 'key_expiring' ? text : `${text} Since ${formatSince(since, nowMs)}.`}
        >
          {code === 'executions_paused' && <ResumeExecutions onDone={onDone} />}
        </Note>
      ))}
    </Stack>
  );
}
