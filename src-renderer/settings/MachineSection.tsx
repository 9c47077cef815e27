import { Text } from '@mantine/core';
import type { Control } from 'react-hook-form';
import type { z } from 'zod';
import { LinesField } from '#renderer/ui/LinesField.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import type { Settings } from '#shared/model/setting.ts';

/** What workflows may do to the machine that Hookline runs on. */
export function MachineSection({
  control,
}: {
  readonly control: Control<z.input<typeof Settings>, unknown, Settings>;
}) {
  return (
    <Section title="Programs and files">
      <Text size="xs" c="dimmed" maw={640}>
        Workflows may run nothing and write nothing until it is listed here, one absolute path on each line.
        They do it with the rights of the user that Hookline runs as. What is taken off a list is refused from
        the next call on.
      </Text>
      <LinesField
        control={control}
        name="commands"
        label="Programs that workflows may run"
        description="Each runs with any arguments: list no shell and no interpreter that would run what a caller sends."
        placeholder="/usr/bin/convert"
      />
      <LinesField
        control={control}
        name="folders"
        label="Folders that workflows may write to"
        description="Folders within them are allowed too."
        placeholder="/srv/out"
      />
    </Section>
  );
}
