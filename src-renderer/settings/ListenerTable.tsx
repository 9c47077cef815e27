import { Table } from '@mantine/core';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { ListTable } from '#renderer/ui/ListTable.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { TableHead } from '#renderer/ui/TableHead.tsx';
import type { ListenerStatus } from '#shared/model/setting.ts';

const purposes: Record<ListenerStatus['kind'], string> = {
  http: 'Calls over HTTP',
  https: 'Calls over HTTPS',
  admin: 'Screens and admin API',
};

/** Each listener, its address, and whether it is up or why not. */
export function ListenerTable({ listeners }: { readonly listeners: readonly ListenerStatus[] }) {
  return (
    <ListTable aria-label="Listeners" maw={760} verticalSpacing={2}>
      <TableHead columns={['Listener', 'Address', 'State']} />
      <Table.Tbody>
        {listeners.map(({ kind, host, port, url, up, problem }) => (
          <Table.Tr key={kind}>
            <Table.Td>{purposes[kind]}</Table.Td>
            <Table.Td className="mono">
              {host}:{port}
            </Table.Td>
            <Table.Td>
              <StateBadge
                tone={up ? 'good' : 'bad'}
                text={up ? 'up' : `down${problem ? `: ${problem.text}` : ''}`}
              />
            </Table.Td>
            <Table.Td ta="right">
              {up && <CopyButton text={url} name={`Copy the address of: ${purposes[kind]}`} />}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ListTable>
  );
}
