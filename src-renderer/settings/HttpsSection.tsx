import { Group, Text, Textarea } from '@mantine/core';
import { type Control, useController, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { CheckField, NumberField, SelectField, TextField } from '#renderer/ui/fields.tsx';
import { ListField } from '#renderer/ui/ListField.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { reachOf } from './reach-of.ts';
import type { Settings } from '#shared/model/setting.ts';

type SettingsControl = Control<z.input<typeof Settings>, unknown, Settings>;

const clientCertificates: readonly {
  readonly value: Settings['https']['clientCertificates'];
  readonly label: string;
}[] = [
  { value: 'off', label: 'Not asked for' },
  { value: 'ask', label: 'Asked for' },
  { value: 'require', label: 'Required' },
];

/** Whether and where calls are received over HTTPS, and whether callers show certificates too. */
export function HttpsSection({ control }: { readonly control: SettingsControl }) {
  const host = useWatch({ control, name: 'https.host' }) ?? '';
  const reach = reachOf(host, 'https');
  const isOff = useWatch({ control, compute: ({ http, https }) => http?.on === false && !https?.on });
  const asks = useWatch({ control, name: 'https.clientCertificates' }) ?? 'off';
  return (
    <Section title="HTTPS">
      <CheckField
        control={control}
        name="https.on"
        label="Receive calls over HTTPS"
        description="With TLS 1.2 and 1.3. Which certificate callers are shown is set below, under Certificates."
      />
      {isOff && <Note tone="warning" text="Neither HTTP nor HTTPS is on: nobody can call a trigger." />}
      <Group gap="md" align="flex-start">
        <TextField control={control} name="https.host" label="HTTPS address to listen on" w={220} />
        <NumberField control={control} name="https.port" label="HTTPS port" />
      </Group>
      <Text size="xs" c="dimmed" maw={640}>
        {reach.text}
      </Text>
      <ListField
        control={control}
        name="https.names"
        label="Further names of the certificate made by Hookline"
        description="Beside those of this machine and of the public base address. Enter or a comma adds a name."
        placeholder="hooks.lan"
      />
      <SelectField
        control={control}
        name="https.clientCertificates"
        label="Certificates of callers"
        choices={[...clientCertificates]}
      />
      {asks !== 'off' && <ClientAuthorities control={control} isRequired={asks === 'require'} />}
    </Section>
  );
}

function ClientAuthorities({
  control,
  isRequired,
}: {
  readonly control: SettingsControl;
  readonly isRequired: boolean;
}) {
  const { field, fieldState } = useController({ control, name: 'https.clientAuthorities' });
  return (
    <>
      <Textarea
        {...field}
        size="xs"
        label="Authorities of these certificates"
        description="Certificates in PEM, one after the other. Only who these issued is trusted."
        placeholder="-----BEGIN CERTIFICATE-----"
        error={fieldState.error?.message}
        autosize
        minRows={3}
        maxRows={10}
        maw={560}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <Text size="xs" c="dimmed" maw={640}>
        {isRequired
          ? 'Who shows none of these certificates has no connection, whatever the trigger.'
          : 'A trigger can let callers in by their certificate; others do not notice.'}
      </Text>
    </>
  );
}
