import { Checkbox, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import type { DesktopPreferences } from '#shared/model/desktop.ts';
import { UpdateChoices } from './UpdateChoices.tsx';

const choices: readonly {
  readonly name: Exclude<keyof DesktopPreferences, 'updateFeed' | 'lookForUpdates' | 'mayDowngrade'>;
  readonly label: string;
  readonly description: string;
}[] = [
  {
    name: 'keepServing',
    label: 'Keep receiving calls when the window is closed',
    description: 'The icon in the tray stays. Off, closing the window quits Hookline.',
  },
  {
    name: 'startAtLogin',
    label: 'Start when I sign in to this computer',
    description: 'Until somebody signs in no calls are received; a service does not need that.',
  },
  {
    name: 'startHidden',
    label: 'Without a window then',
    description: 'Only the icon in the tray shows that Hookline runs.',
  },
  {
    name: 'notifications',
    label: 'Show here what rules of notifications tell',
    description: 'While the window is not in front, of the rules that have the desktop app as a channel.',
  },
  {
    name: 'keepAwake',
    label: 'Keep this computer awake while Hookline runs',
    description: 'A computer that sleeps receives no calls. The display may still go dark.',
  },
];

/** How the app behaves on this computer; each choice is in effect, and kept, at once. */
export function DesktopSection() {
  const preferences = useQuery(orpc.desktop.preferences.queryOptions());
  const save = useMutation(
    orpc.desktop.savePreferences.mutationOptions({
      onSuccess: (saved) => queryClient.setQueryData(orpc.desktop.preferences.queryKey(), saved),
    }),
  );
  const error = save.error ?? preferences.error;
  // As chosen, while it is being saved.
  const data = save.isPending ? save.variables : preferences.data;
  return (
    <Section title="Desktop app">
      <Text size="xs" c="dimmed" maw={640}>
        These are of this computer, no part of the installation, and saved as they are chosen.
      </Text>
      {error && <ProblemNote error={error} />}
      {data && (
        <Stack gap="sm">
          {choices.map(({ name, label, description }) => (
            <Checkbox
              key={name}
              label={label}
              description={description}
              checked={data[name]}
              disabled={name === 'startHidden' && !data.startAtLogin}
              onChange={({ currentTarget: { checked } }) => save.mutate({ ...data, [name]: checked })}
            />
          ))}
          <UpdateChoices preferences={data} save={(chosen) => save.mutate({ ...data, ...chosen })} />
        </Stack>
      )}
    </Section>
  );
}
