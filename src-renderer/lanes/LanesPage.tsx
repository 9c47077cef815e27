import { Title } from '@mantine/core';

export function LanesPage() {
  return <Title order={1}>Lanes</Title>;
}
