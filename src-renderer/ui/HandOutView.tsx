import { Table, Text, Title } from '@mantine/core';
import type { HandOutBlock } from '#shared/model/hand-out.ts';
import styles from './HandOutDialog.module.css';

/** A hand-out as its readers see it; below the heading of a dialog. */
export function HandOutView({ blocks }: { readonly blocks: readonly HandOutBlock[] }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <section className={styles.page} tabIndex={0} aria-label="Preview">
      {blocks.map((block, at) => (
        // A block has no identity but its place.
        <Block key={at} block={block} />
      ))}
    </section>
  );
}

const belowDialog = { 1: 3, 2: 4, 3: 5, 4: 6 } as const;

function Block({ block }: { readonly block: HandOutBlock }) {
  switch (block.kind) {
    case 'heading':
      return (
        <Title order={belowDialog[block.level]} className={styles.heading} data-level={block.level}>
          {block.text}
        </Title>
      );
    case 'text':
      return <Text>{block.text}</Text>;
    case 'list':
      return (
        <ul className={styles.list}>
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case 'code':
      return (
        <pre className={styles.code}>
          <code>{block.text}</code>
        </pre>
      );
    case 'table':
      return (
        <Table>
          <Table.Thead>
            <Table.Tr>
              {block.heads.map((head) => (
                <Table.Th key={head}>{head}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {block.rows.map((row, at) => (
              <Table.Tr key={at}>
                {row.map((cell, column) => (
                  <Table.Td key={column} className={block.codeColumns.includes(column) ? 'mono' : undefined}>
                    {cell}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      );
  }
}
