import { Code, Stack, Text, Title } from '@mantine/core';

/** What a page without a valid token shows: how to get one. */
export function NotSignedIn() {
  return (
    <Stack component="main" p="xl" maw={560} gap="sm">
      <Title order={1}>Not signed in</Title>
      <Text>
        This page needs an access token, and the one it has, if any, is not accepted. Open the address that
        the service prints when it starts, or that somebody gave you; it ends with <Code>#token=…</Code>.
      </Text>
      <Text c="dimmed">
        The installation’s own token is in the file admin-token of the data folder; an operator makes others
        in the settings.
      </Text>
    </Stack>
  );
}
