// Two calls side by side: what came, what became of it, and where the time went.
import { Anchor, Box, Loader, Stack, Table, Text, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link } from 'wouter';
import { lazily } from '#renderer/ui/lazily.ts';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { CallDetail } from '#shared/model/call.ts';
import { bodyText, compareHeads, compareTimings, type ComparedRow, headerText } from './compare-calls.ts';
import { useCall } from './use-call.ts';
import styles from './CallDetail.module.css';

const TextDifference = lazily(async () => (await import('#renderer/ui/TextDifference.tsx')).TextDifference);

interface ComparePageProps {
  readonly first: string;
  readonly second: string;
}

export function ComparePage({ first, second }: ComparePageProps) {
  const [a, b] = [useCall(first), useCall(second)];
  const error = a.error ?? b.error;
  return (
    <Box maw={1400}>
      <PageHead title="Compare two calls">
        <Anchor component={Link} href="/calls" size="xs">
          Live log
        </Anchor>
      </PageHead>
      {error ? (
        <ProblemNote error={error} />
      ) : a.data && b.data ? (
        <Compared a={a.data} b={b.data} />
      ) : (
        <Loader size="sm" aria-label="Loading" />
      )}
    </Box>
  );
}

function Compared({ a, b }: { readonly a: CallDetail; readonly b: CallDetail }) {
  const texts = [
    ['Request headers', headerText(a.request.headers), headerText(b.request.headers)],
    ['Request body', bodyText(a, 'request'), bodyText(b, 'request')],
    ['Response headers', headerText(a.response?.headers ?? []), headerText(b.response?.headers ?? [])],
    ['Response body', bodyText(a, 'response'), bodyText(b, 'response')],
  ] as const;
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  return (
    <Stack gap="md">
      <Rows title="Head" rows={compareHeads(a, b)} calls={[a, b]} />
      <Rows title="Timing and steps" rows={compareTimings(a, b)} calls={[a, b]} />
      {texts.map(([title, before, after]) => (
        <section key={title} aria-label={title}>
          <Title order={2} mb={4}>
            {title}
          </Title>
          {before === after ? (
            <Text size="xs" c="dimmed">
              {before === '' ? 'Neither has any.' : 'They are the same.'}
            </Text>
          ) : (
            <TextDifference
              first={before}
              second={after}
              firstLabel={`${title} of the first call`}
              secondLabel={`${title} of the second call`}
              areBeside={!isNarrow}
            />
          )}
        </section>
      ))}
    </Stack>
  );
}

interface RowsProps {
  readonly title: string;
  readonly rows: readonly ComparedRow[];
  readonly calls: readonly [CallDetail, CallDetail];
}

function Rows({ title, rows, calls }: RowsProps) {
  return (
    <Table aria-label={title} layout="fixed" verticalSpacing={2} className={styles.compared}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{title}</Table.Th>
          {calls.map(({ id }, at) => (
            <Table.Th key={id}>
              <Anchor component={Link} href={`/calls/${id}`} size="xs">
                {at === 0 ? 'First call' : 'Second call'}
              </Anchor>
            </Table.Th>
          ))}
          <Table.Th w={76}>differs</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, first, second, differs }) => (
          <Table.Tr key={name} className={differs ? styles.differs : undefined}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td className="mono">{first}</Table.Td>
            <Table.Td className="mono">{second}</Table.Td>
            <Table.Td>{differs ? 'differs' : 'same'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
