import { Text, Title } from '@mantine/core';

export function CallDetailPage({ id }: { readonly id: string }) {
  return (
    <>
      <Title order={1}>Call</Title>
      <Text>{id}</Text>
    </>
  );
}
