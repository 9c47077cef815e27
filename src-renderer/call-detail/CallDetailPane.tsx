import { Button, Text } from '@mantine/core';

export function CallDetailPane({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  return (
    <section aria-label="Call">
      <Text>{id}</Text>
      <Button onClick={onClose}>Close</Button>
    </section>
  );
}
