// What the requests of a webhook are signed with: one of the environment's secrets, or one that is made here.
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import { orpc } from '#renderer/app/queries.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { SelectField } from '#renderer/ui/fields.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import type { NotificationRuleInput } from '#shared/model/notification.ts';
import { MakeSecretDialog } from './MakeSecretDialog.tsx';

export function SigningSecretField({ at }: { readonly at: number }) {
  const { control, setValue } = useFormContext<{ rule: NotificationRuleInput }>();
  const { data = [], refetch } = useQuery(orpc.environment.list.queryOptions());
  const byRole = useReasonAgainst('designer');
  const [isMaking, setMaking] = useState(false);
  const names = data.filter(({ isSecret }) => isSecret).map(({ name }) => name);
  return (
    <Stack gap="xs" align="flex-start">
      <SelectField
        control={control}
        name={`rule.channels.${at}.secret`}
        label="Signing secret"
        description="A secret of the environment; the receiver has the same."
        choices={names.map((name) => ({ value: name, label: name }))}
        onOpen={() => void refetch()}
      />
      <ReasonedButton variant="default" reason={byRole} onClick={() => setMaking(true)}>
        Make a secret
      </ReasonedButton>
      <MakeSecretDialog
        opened={isMaking}
        taken={data.map(({ name }) => name)}
        onMade={(name) =>
          setValue(`rule.channels.${at}.secret`, name, { shouldDirty: true, shouldValidate: true })
        }
        onClose={() => setMaking(false)}
      />
    </Stack>
  );
}
