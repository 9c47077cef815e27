import { Stack, Text } from '@mantine/core';
import { CodeAt } from '#renderer/ui/CodeAt.tsx';
import { TriedOut } from './TriedOut.tsx';

/** The Data processing tab: one expression that makes the input of the workflow. */
export function DataProcessing() {
  return (
    <TriedOut>
      <Stack gap="sm">
        <CodeAt
          name="dataProcessing"
          label="Data processing"
          description="A JSONata expression over query, headers and body; its result is the workflow's input."
          language="jsonata"
          optional
          minLines={10}
        />
        <Text c="dimmed" size="xs">
          Left empty, the input is <code>{'{ "query": query, "body": body }'}</code>. For example{' '}
          <code>{'{ "id": body.id, "from": query.warehouse }'}</code> hands a query parameter on.
        </Text>
      </Stack>
    </TriedOut>
  );
}
