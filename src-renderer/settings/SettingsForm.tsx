import { zodResolver } from '@hookform/resolvers/zod';
import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useForm, useWatch } from 'react-hook-form';
import { useLeaveGuard } from '#renderer/app/leave-guard.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { CheckField, NumberField, TextField } from '#renderer/ui/fields.tsx';
import { ListField } from '#renderer/ui/ListField.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ReadOnlyNote } from '#renderer/ui/ReadOnlyNote.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { type HostStatus, Settings } from '#shared/model/setting.ts';
import { changedSettings, settingsNamed } from '#shared/model/settings-change.ts';
import { BoundsSections } from './BoundsSections.tsx';
import { HttpsSection } from './HttpsSection.tsx';
import { ListenerTable } from './ListenerTable.tsx';
import { MachineSection } from './MachineSection.tsx';
import { NetworkSection } from './NetworkSection.tsx';
import { ReachRow } from './ReachRow.tsx';
import { fieldErrors } from './field-errors.ts';
import { type SettingsInput, useFollow } from './use-follow.ts';
import { FieldsFor } from '#renderer/ui/OnlyRead.tsx';

/** The settings as a draft; what was changed of it is saved together, and the listeners follow at once. */
export function SettingsForm({
  settings,
  status,
}: {
  readonly settings: Settings;
  readonly status: HostStatus;
}) {
  const form = useForm<SettingsInput, unknown, Settings>({
    resolver: zodResolver(Settings),
    defaultValues: settings,
  });
  const bringBack = useFollow(form, settings);
  const { control, getValues, handleSubmit, reset, setError, setValue, formState } = form;
  const save = useMutation({
    ...orpc.host.changeSettings.mutationOptions(),
    onMutate: () => structuredClone(getValues()),
    onSuccess: (saved, _change, sent) => {
      bringBack(sent, saved);
      queryClient.setQueryData(orpc.host.settings.queryKey(), saved);
      void queryClient.invalidateQueries({ queryKey: orpc.host.status.key() });
      // One is made when HTTPS is switched on, and another for other names.
      void queryClient.invalidateQueries({ queryKey: orpc.certificates.list.key() });
    },
    onError: (error) => {
      void queryClient.invalidateQueries({ queryKey: orpc.host.settings.key() });
      fieldErrors(error).forEach(({ name, message }, at) =>
        setError(name, { message }, { shouldFocus: at === 0 }),
      );
    },
  });
  /** Only what this person has changed, so that what others save meanwhile stays. */
  const send = handleSubmit((given) => {
    const names = changedSettings(settings, given);
    save.mutate({ change: settingsNamed(given, names), from: settingsNamed(settings, names) });
  });
  const { errors } = formState;
  const byRole = useReasonAgainst('operator', 'Changing it');
  const host = useWatch({ control, name: 'http.host' }) ?? '';
  const port = useWatch({ control, name: 'http.port' }) ?? 0;
  useLeaveGuard(formState.isDirty, (place) => place.startsWith('/settings'));

  return (
    <form onSubmit={(event) => void send(event)} noValidate>
      <PageHead title="Settings">
        <Text size="xs" c="dimmed" role="status">
          {formState.isDirty ? 'Unsaved changes' : save.isSuccess ? 'Saved' : ''}
        </Text>
        {formState.isDirty && (
          <Button variant="default" onClick={() => reset(settings)}>
            Discard
          </Button>
        )}
        <ReasonedButton type="submit" loading={save.isPending} reason={byRole}>
          Save
        </ReasonedButton>
      </PageHead>
      <ReadOnlyNote reason={byRole} />
      {errors.root?.['meanwhile']?.message && <Note tone="warning" text={errors.root['meanwhile'].message} />}
      {save.error && fieldErrors(save.error).length === 0 && <ProblemNote error={save.error} />}
      <FieldsFor reason={byRole}>
        <Section title="Listeners">
          <ListenerTable listeners={status.listeners} />
          {isElsewhere(status, settings) && (
            <Text size="xs" c="dimmed">
              The address in use was given when this service was started; the fields below hold the saved one.
            </Text>
          )}
          <CheckField control={control} name="http.on" label="Receive calls over HTTP" />
          <Group gap="md" align="flex-start">
            <TextField control={control} name="http.host" label="Address to listen on" w={220} />
            <NumberField control={control} name="http.port" label="Port" />
          </Group>
          <ReachRow
            host={host}
            port={port}
            addresses={status.addresses}
            isPending={save.isPending}
            reason={byRole}
            onMove={(to) => {
              setValue('http.host', to, { shouldDirty: true });
              void send();
            }}
          />
        </Section>
        <HttpsSection control={control} />
        <Section title="Public address">
          <TextField
            control={control}
            name="publicBaseUrl"
            label="Public base address"
            description="The address callers use, where a reverse proxy stands before Hookline. Left empty, the listener's own is shown."
            placeholder="https://hooks.example.com"
            w="min(420px, 100%)"
          />
        </Section>
        <Section title="API keys">
          <CheckField
            control={control}
            name="showKeysOnce"
            label="Show keys once only"
            description="The values of keys that are made from now on are not kept: whoever makes one copies it before saving, or never."
          />
        </Section>
        <NetworkSection control={control} />
        <MachineSection control={control} />
        <Section title="Never kept">
          <Text size="xs" c="dimmed" maw={640}>
            API keys, authorization headers and cookies are never kept. The values of the names listed here
            are left out too, before a call is put on disk; names are compared without regard to case.
          </Text>
          <ListField
            control={control}
            name="hiddenHeaders"
            label="Hidden headers"
            description="Enter or a comma adds a name."
            placeholder="x-session-id"
          />
          <ListField
            control={control}
            name="hiddenParameters"
            label="Hidden query names"
            description="Enter or a comma adds a name."
            placeholder="token"
          />
        </Section>
        <BoundsSections control={control} />
      </FieldsFor>
    </form>
  );
}

function isElsewhere({ listeners }: HostStatus, { http }: Settings): boolean {
  const listener = listeners.find(({ kind }) => kind === 'http');
  return (
    listener !== undefined &&
    (listener.host !== http.host || (http.port !== 0 && listener.port !== http.port))
  );
}
