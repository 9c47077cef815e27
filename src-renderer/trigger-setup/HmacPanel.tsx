import { Select, Text } from '@mantine/core';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import { HmacPreset, HmacScheme } from '#shared/model/auth/hmac.ts';
import { presetTitles } from '#renderer/ui/authentication-words.ts';
import { NumberField } from '#renderer/ui/fields.tsx';
import { SchemaForm } from '#renderer/ui/SchemaForm.tsx';
import { initialOf } from '#renderer/ui/schema-fields.ts';
import { signingWords } from './secret-rows.ts';
import { SecretsTable } from './SecretsTable.tsx';
import type { PanelProps } from './panel-props.ts';

/** The senders that sign a time with the body. */
const timed: readonly HmacPreset[] = ['standard-webhooks', 'stripe', 'slack'];

/** A preset says all about how the sender signs; only another sender has fields for it. */
export function HmacPanel({ path, kept }: PanelProps) {
  const { control, getValues } = useFormContext();
  const { field } = useController({ control, name: path });
  const preset = HmacPreset.catch('generic').parse(useWatch({ control, name: `${path}.preset` }));
  const time: unknown = useWatch({ control, name: `${path}.timestampHeader` });
  const choose = (chosen: HmacPreset) => {
    // The field is not told of what was typed, added or saved within it.
    const { secrets, toleranceSeconds } = getValues(path);
    const scheme = chosen === 'generic' ? initialOf(HmacScheme) : {};
    field.onChange({ kind: 'hmac', preset: chosen, secrets, toleranceSeconds, ...scheme });
  };
  return (
    <>
      <Select
        label="Sender"
        data={HmacPreset.options.map((value) => ({ value, label: presetTitles[value] }))}
        value={preset}
        onChange={(value) => choose(HmacPreset.catch(preset).parse(value))}
        allowDeselect={false}
        w={240}
      />
      {preset === 'generic' && <SchemaForm schema={HmacScheme} path={path} />}
      {(timed.includes(preset) || time !== undefined) && (
        <NumberField
          control={control}
          name={`${path}.toleranceSeconds`}
          label="Tolerance in seconds"
          description="How old a signature may be. One that is sent again within this time is let in again; with idempotency (below, under Advanced) it runs no second time."
        />
      )}
      <SecretsTable path={path} words={signingWords(preset)} kept={kept} />
      <Text c="dimmed" size="xs">
        Each enabled secret counts, so that a new one can be added before the old one is deleted.
      </Text>
    </>
  );
}
