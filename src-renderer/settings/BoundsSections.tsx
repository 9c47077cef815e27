import { Group, Text } from '@mantine/core';
import type { Control } from 'react-hook-form';
import type { z } from 'zod';
import { BytesField } from '#renderer/ui/BytesField.tsx';
import { NumberField } from '#renderer/ui/fields.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import type { Settings } from '#shared/model/setting.ts';

/** How much is kept, how much may be on its way, and what the disk must have left. */
export function BoundsSections({
  control,
}: {
  readonly control: Control<z.input<typeof Settings>, unknown, Settings>;
}) {
  return (
    <>
      <Section title="How long calls are kept">
        <Text size="xs" c="dimmed" maw={640}>
          An ended call is removed as soon as it passes one of these, the oldest first. Waiting and running
          calls stay. A field left empty sets no bound. A trigger may have bounds of its own.
        </Text>
        <Group gap="md" align="flex-start">
          <NumberField control={control} name="retention.days" label="Days" />
          <NumberField control={control} name="retention.calls" label="Number of calls" />
          <BytesField control={control} name="retention.bytes" label="Size on disk" unit="GiB" />
        </Group>
      </Section>
      <Section title="Limits">
        <Text size="xs" c="dimmed" maw={640}>
          Over all triggers together. Beyond one of these a caller gets 503 and may try again later.
        </Text>
        <Group gap="md" align="flex-start">
          <BytesField
            control={control}
            name="limits.waitingBytes"
            label="Bodies of waiting calls"
            unit="GiB"
          />
          <NumberField control={control} name="limits.waitingCallers" label="Callers who wait for a result" />
          <BytesField control={control} name="limits.bodyBytes" label="Bodies being received" unit="MiB" />
        </Group>
      </Section>
      <Section title="Disk">
        <Text size="xs" c="dimmed" maw={640}>
          Below this much free space no calls are accepted. The reserve is a file that is given up when the
          disk is full, so that running calls can end. Left empty: 256 MiB and 64 MiB, less on a small disk.
        </Text>
        <Group gap="md" align="flex-start">
          <BytesField control={control} name="disk.stopBytes" label="Accept nothing below" unit="MiB" />
          <BytesField control={control} name="disk.reserveBytes" label="Reserve" unit="MiB" />
        </Group>
      </Section>
    </>
  );
}
