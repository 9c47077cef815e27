import { Table, Text } from '@mantine/core';
import { Note } from '#renderer/ui/Note.tsx';
import { formatNumberOf } from '#renderer/ui/format.ts';
import { pathText } from '#shared/path.ts';
import type { FieldIssue } from '#shared/problem.ts';

/** More of them at once is no help to anybody. */
const maxShown = 50;

/** Each mistake of a file with its field and its line; nothing of such a file is applied. */
export function FileIssues({ issues }: { readonly issues: readonly FieldIssue[] }) {
  const isByReference = issues.some(({ message }) => message.startsWith('The environment variable '));
  const more = issues.length - maxShown;
  return (
    <>
      <Note
        tone="problem"
        text={`The file cannot be applied: it has ${formatNumberOf(issues.length, 'mistake')}.`}
      />
      {isByReference && (
        <Note
          tone="plain"
          text="Secrets by reference ({ env: NAME }) are filled in from the environment of “hookline apply” on the command line; screens have none. Without the line a key is kept by its label, or made."
        />
      )}
      <Table.ScrollContainer minWidth={480} scrollAreaProps={{ type: 'auto' }}>
        <Table aria-label="Mistakes">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Line</Table.Th>
              <Table.Th>Field</Table.Th>
              <Table.Th>What is wrong</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {issues.slice(0, maxShown).map(({ path, message, line }, at) => (
              <Table.Tr key={at}>
                <Table.Td>{line ?? ''}</Table.Td>
                <Table.Td className="mono">{pathText(path)}</Table.Td>
                <Table.Td>{message}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {more > 0 && <Text c="dimmed">And {more} more.</Text>}
    </>
  );
}
