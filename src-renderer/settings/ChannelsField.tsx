import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useFieldArray, useFormContext } from 'react-hook-form';
import { orpc } from '#renderer/app/queries.ts';
import { SelectField, TextField } from '#renderer/ui/fields.tsx';
import { LinesField } from '#renderer/ui/LinesField.tsx';
import type { Channel, NotificationRuleInput } from '#shared/model/notification.ts';
import styles from './ChannelsField.module.css';
import { SigningSecretField } from './SigningSecretField.tsx';
import { TestChannel } from './TestChannel.tsx';

interface Form {
  rule: NotificationRuleInput;
}

const titles: { readonly [K in Channel['kind']]: string } = {
  desktop: 'Desktop app',
  webhook: 'Webhook',
  email: 'Email',
};

const fresh: { readonly [K in Channel['kind']]: Channel } = {
  desktop: { kind: 'desktop' },
  webhook: { kind: 'webhook', url: '', secret: '' },
  email: { kind: 'email', connection: '', to: [] },
};

/** Where a rule tells what it finds, beside the list. */
export function ChannelsField() {
  const { control, watch } = useFormContext<Form>();
  const { fields, append, remove } = useFieldArray({ control, name: 'rule.channels' });
  const channels = watch('rule.channels') ?? [];
  const hasDesktop = channels.some(({ kind }) => kind === 'desktop');
  return (
    <Stack gap="sm" component="section" aria-label="Channels">
      {fields.map(({ id }, at) => {
        const kind = channels[at]?.kind;
        if (kind === undefined) return null;
        return (
          <fieldset key={id} className={styles.channel}>
            <legend>{titles[kind]}</legend>
            <ChannelFields kind={kind} at={at} />
            <TestChannel
              at={at}
              aside={
                <Button variant="subtle" color="red" onClick={() => remove(at)}>
                  Remove
                </Button>
              }
            />
          </fieldset>
        );
      })}
      <Group gap="xs">
        {(['desktop', 'webhook', 'email'] as const)
          .filter((kind) => kind !== 'desktop' || !hasDesktop)
          .map((kind) => (
            <Button key={kind} variant="default" onClick={() => append(fresh[kind])}>
              Add {kind === 'desktop' ? 'desktop app' : kind}
            </Button>
          ))}
      </Group>
    </Stack>
  );
}

function ChannelFields({ kind, at }: { readonly kind: Channel['kind']; readonly at: number }) {
  const { control } = useFormContext<Form>();
  switch (kind) {
    case 'desktop':
      return <Text size="xs">Shown by the desktop app while nobody looks at its window.</Text>;
    case 'webhook':
      return (
        <Stack gap="xs">
          <TextField control={control} name={`rule.channels.${at}.url`} label="Address" emptyIsValue />
          <SigningSecretField at={at} />
        </Stack>
      );
    case 'email':
      return (
        <Stack gap="xs">
          <ConnectionChoice at={at} />
          <LinesField control={control} name={`rule.channels.${at}.to`} label="To, an address a line" />
        </Stack>
      );
  }
}

function ConnectionChoice({ at }: { readonly at: number }) {
  const { control } = useFormContext<Form>();
  const { data = [], refetch } = useQuery(orpc.connections.list.queryOptions());
  const names = data.filter(({ kind }) => kind === 'smtp').map(({ name }) => name);
  return (
    <>
      <SelectField
        control={control}
        name={`rule.channels.${at}.connection`}
        label="Connection"
        choices={names.map((name) => ({ value: name, label: name }))}
        onOpen={() => void refetch()}
      />
      {names.length === 0 && (
        <Text size="xs">
          There is none yet: the{' '}
          <Anchor component={Link} href="/environment">
            environment
          </Anchor>{' '}
          has to have an SMTP connection.
        </Text>
      )}
    </>
  );
}
