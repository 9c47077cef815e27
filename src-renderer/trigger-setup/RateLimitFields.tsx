import { Checkbox, Group } from '@mantine/core';
import { useController, useWatch } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import type { AuthenticationKind } from '#shared/model/auth.ts';
import { NumberField } from '#renderer/ui/fields.tsx';

/** Whose calls are counted together; elsewhere those of each caller by its name. */
const whoseLimit: Partial<Record<AuthenticationKind, string>> = {
  none: 'all calls together',
  hmac: 'all calls together',
  apiKeys: 'each API key',
};

const usualLimit = { calls: 10, perSeconds: 1 };

export function RateLimitFields({ form }: { readonly form: DraftForm }) {
  const { control } = form;
  const { field } = useController({ control, name: 'trigger.rateLimit' });
  const authentication = useWatch({ control, name: 'trigger.authentication.kind' });
  const limit = field.value || null;
  const whose = whoseLimit[authentication] ?? 'each caller';
  return (
    <>
      <Checkbox
        ref={field.ref}
        label={`Rate limit for ${whose}`}
        description="Further calls are answered 429, with the time after which to try again."

        checked={limit !== null}
        onBlur={field.onBlur}
        onChange={({ currentTarget }) => field.onChange(currentTarget.checked ? usualLimit : false)}
      />
      {limit !== null && (
        <Group align="flex-start" gap="8px 32px">
          <NumberField control={control} name="trigger.rateLimit.calls" label="Calls allowed" />
          <NumberField control={control} name="trigger.rateLimit.perSeconds" label="In seconds" />
        </Group>
      )}
    </>
  );
}
