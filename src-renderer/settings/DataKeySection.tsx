// The data key: where it is, its rotation, and the way on where it is lost.
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { formatNumberOf } from '#renderer/ui/format.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { dataKeyRemedy, dataKeyWords, notOpenWords, rotatedAdvice } from '#shared/model/data-key.ts';

const acts = {
  rotate: {
    label: 'Rotate the data key',
    text: 'A new data key is made, and all secrets are sealed anew under it, at once or not at all. Calls go on meanwhile. A key file in the data folder is replaced too; backups made before need the old one.',
  },
  renew: {
    label: 'Begin with a new data key',
    text: 'The values of all API keys and other secrets are given up: they have to be entered again, and calls that need them wait until then. Bodies with hidden values cannot be read any more: calls that wait with one fail. Integrations, settings and all other calls stay. A copy of the configuration as it was is in the folder backups.',
  },
} as const;

export function DataKeySection() {
  const byRole = useReasonAgainst('operator');
  // A keychain that answers late opens the key, or takes it out of its file.
  const status = useQuery(orpc.dataKey.status.queryOptions({ refetchInterval: 5_000 }));
  const [asked, setAsked] = useState<keyof typeof acts | null>(null);
  const [said, say] = useState('');
  const done = (words: string) => {
    setAsked(null);
    say(words);
    return queryClient.invalidateQueries({ queryKey: orpc.dataKey.key() });
  };
  const rotating = useMutation(
    orpc.dataKey.rotate.mutationOptions({
      onSuccess: ({ resealed }) =>
        done(`Rotated: ${formatNumberOf(resealed, 'secret')} sealed under a new data key. ${rotatedAdvice}`),
    }),
  );
  const renewing = useMutation(
    orpc.dataKey.renew.mutationOptions({
      onSuccess: ({ dropped }) =>
        done(`There is a new data key. To be entered again: ${formatNumberOf(dropped, 'secret')}.`),
    }),
  );
  const change = asked === 'rotate' ? rotating : renewing;
  if (!status.data) return null;
  const { kind, place, isLost } = status.data;
  const notOpen = `${notOpenWords(status.data)} ${dataKeyRemedy(status.data)}`;
  const act = isLost ? 'renew' : 'rotate';
  return (
    <Section title="Data key">
      <Text size="xs" c="dimmed" maw={640}>
        API keys and other secrets are kept encrypted under a data key. What opens it is not in a backup: copy
        it once to a safe place.
      </Text>
      <div>
        {dataKeyWords[kind]}: <span className="mono">{place}</span>
      </div>
      {isLost && <Note tone="problem" text={notOpen} />}
      <Group gap="sm">
        <ReasonedButton variant="default" reason={byRole} onClick={() => setAsked(act)}>
          {acts[act].label}
        </ReasonedButton>
        <Text size="xs" role="status">
          {said}
        </Text>
      </Group>
      <Dialog
        title={asked === null ? '' : acts[asked].label}
        opened={asked !== null}
        onClose={() => setAsked(null)}
        size="sm"
      >
        <Stack gap="sm">
          {asked === 'renew' && isLost && <Note tone="problem" text={notOpen} />}
          <Text>{asked !== null && acts[asked].text}</Text>
          {change.error && <ProblemNote error={change.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" data-autofocus onClick={() => setAsked(null)}>
              Cancel
            </Button>
            <Button
              {...(asked === 'renew' ? { color: 'red' } : {})}
              loading={change.isPending}
              onClick={() => change.mutate({})}
            >
              {asked === 'renew' ? 'Give the secrets up' : 'Rotate'}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </Section>
  );
}
