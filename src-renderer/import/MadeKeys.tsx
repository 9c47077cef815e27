import { Group, Stack, Text } from '@mantine/core';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import type { MadeKey } from '#shared/model/installation.ts';

/** Keys that the file asked for without a value. */
export function MadeKeys({ keys }: { readonly keys: readonly MadeKey[] }) {
  if (keys.length === 0) return null;
  return (
    <Stack component="section" gap={4} aria-label="Keys that were made">
      <Text>Keys that were made, to be given to those who call:</Text>
      {keys.map(({ integration, label, key }) => (
        <Group key={`${integration ?? ''} ${label}`} gap="xs">
          <Text>{integration === null ? `Consumer ${label}` : `${integration}, ${label}`}</Text>
          <span className="mono" style={{ overflowWrap: 'anywhere' }}>
            {key}
          </span>
          <CopyButton text={key} name={`Copy the key ${label}`} />
        </Group>
      ))}
    </Stack>
  );
}
