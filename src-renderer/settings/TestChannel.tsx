import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import { client } from '#renderer/app/client.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { Channel, type NotificationRuleInput } from '#shared/model/notification.ts';

/** Sends a word over one channel as the form says it, saved or not, and tells what came of it. */
export function TestChannel({ at, aside }: { readonly at: number; readonly aside: ReactNode }) {
  const { trigger, getValues } = useFormContext<{ rule: NotificationRuleInput }>();
  const testing = useMutation({
    mutationFn: async () => {
      // What is wrong stands at its field.
      if (!(await trigger(`rule.channels.${at}`))) return null;
      const channel = Channel.parse(getValues(`rule.channels.${at}`));
      return client.notifications.test({ channel });
    },
  });
  const { data, error, isPending } = testing;
  return (
    <>
      <Group mt="xs" mb={data || error ? 'xs' : 0}>
        <Button variant="default" loading={isPending} onClick={() => testing.mutate()}>
          Send a test
        </Button>
        {aside}
      </Group>
      <div aria-live="polite">
        {data && (
          <Note
            tone={data.ok ? 'plain' : 'problem'}
            text={`${data.ok ? 'Sent' : 'Not sent'}, after ${Math.round(data.durationMs)} ms: ${data.text}`}
          />
        )}
      </div>
      {error && <ProblemNote error={error} />}
    </>
  );
}
