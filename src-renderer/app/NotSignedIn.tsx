import { Code, Stack, Text, Title } from '@mantine/core';

/** What a page without a valid token shows: how to get one. */
export function NotSignedIn() {
  return (
    <Stack component="main" p="xl" maw={560} gap="sm">
      <Title order={1}>Not signed in</Title>
      <Text>
        This page needs the admin token of the installation. Open the address that the service prints when it
        starts; it ends with <Code>#token=…</Code>.
      </Text>
      <Text c="dimmed">The token is in the file admin-token of the data folder.</Text>
    </Stack>
  );
}
