import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { UpdateFeed, type DesktopPreferences, type UpdateState } from '#shared/model/desktop.ts';
import { updateWords } from './update-words.ts';

type Choices = Partial<Pick<DesktopPreferences, 'lookForUpdates' | 'updateFeed' | 'mayDowngrade'>>;

/** Newer versions: whether they are looked for, where, and what was found. */
export function UpdateChoices({
  preferences: { lookForUpdates = false, updateFeed = null, mayDowngrade = false },
  save,
}: {
  readonly preferences: Choices;
  save(chosen: Choices): void;
}) {
  return (
    <Stack gap="sm" role="group" aria-label="Updates">
      <FeedField kept={updateFeed} save={(feed) => save({ updateFeed: feed })} />
      <Checkbox
        label="Look there for newer versions at the start and once a day"
        description="What is found is fetched and checked. It is installed by a restart that you ask for, never by itself."
        checked={lookForUpdates}
        disabled={updateFeed === null}
        onChange={({ currentTarget: { checked } }) => save({ lookForUpdates: checked })}
      />
      <Checkbox
        label="Install an older version too, should that address have one"
        description="Data that a newer version has changed is not opened by an older one: make a backup first."
        checked={mayDowngrade}
        disabled={!lookForUpdates || updateFeed === null}
        onChange={({ currentTarget: { checked } }) => save({ mayDowngrade: checked })}
      />
      {lookForUpdates && <UpdateLine />}
    </Stack>
  );
}

/** Saved when it is left, or by Enter; an address that cannot be one stays here. */
function FeedField({ kept, save }: { readonly kept: string | null; save(feed: string | null): void }) {
  const [text, setText] = useState(kept ?? '');
  const read = UpdateFeed.nullable().safeParse(text.trim() === '' ? null : text.trim());
  const leave = () => {
    if (read.success && read.data !== kept) save(read.data);
  };
  return (
    <TextInput
      label="Address of updates"
      description="The folder of latest.yml and the installers; whoever gave you Hookline says where."
      placeholder="https://"
      maw={640}
      value={text}
      error={read.success ? null : read.error.issues[0]?.message}
      onChange={({ currentTarget: { value } }) => setText(value)}
      onBlur={leave}
      onKeyDown={({ key }) => {
        if (key === 'Enter') leave();
      }}
    />
  );
}

function UpdateLine() {
  const update = useQuery(orpc.desktop.update.queryOptions({ refetchInterval: 1_000 }));
  const keep = (state: UpdateState) => queryClient.setQueryData(orpc.desktop.update.queryKey(), state);
  const look = useMutation(orpc.desktop.lookForUpdate.mutationOptions({ onSuccess: keep }));
  const install = useMutation(orpc.desktop.installUpdate.mutationOptions());
  const error = update.error ?? look.error ?? install.error;
  if (error) return <ProblemNote error={error} />;
  if (!update.data) return null;
  const isReady = update.data.kind === 'ready';
  return (
    <Group gap="sm">
      <Text size="sm" role="status" aria-label="State of updates">
        {updateWords(update.data)}
      </Text>
      {isReady ? (
        <Button size="xs" onClick={() => install.mutate({})}>
          Restart to install
        </Button>
      ) : (
        <Button size="xs" variant="default" loading={look.isPending} onClick={() => look.mutate({})}>
          Look now
        </Button>
      )}
    </Group>
  );
}
