import { Button, Code, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';

/** The one catch of the screens: a bug takes the page down with words instead of an empty window. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Stack component="main" p="xl" maw={640} align="flex-start">
        <Title order={1}>This screen stopped working</Title>
        <Text>The runtime goes on; calls are not affected. Reload to go on here.</Text>
        <Code block>{error.message}</Code>
        <Button onClick={() => location.reload()}>Reload</Button>
      </Stack>
    );
  }
}
