import { Input, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatCount, formatDay } from '#renderer/ui/format.ts';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import { spare, TableHead } from '#renderer/ui/TableHead.tsx';
import type { ApiKey, ApiKeyDraftInput } from '#shared/model/api-key.ts';
import type { KeyUse } from '#shared/model/key-use.ts';
import type { KeyState } from './key-state.ts';
import { callsIn, lastUsed, limitsInWords, useInWords } from './key-use-words.ts';

/** The heads of a table of keys; `more`: of a further column. */
export const KeyHeads = ({ more }: { readonly more?: string }) => (
  <TableHead
    columns={[
      'Label',
      spare('Key'),
      'State',
      spare('Last used'),
      { ...spare('Calls'), isNumber: true, meaning: 'Of the last 30 days' },
      'Expires',
      ...(more === undefined ? [] : [more]),
    ]}
  />
);

interface KeyRowProps {
  /** Its place in a table of which not all rows are drawn. */
  readonly at?: number;
  readonly of: Pick<ApiKeyDraftInput, 'label' | 'expiresAt' | 'rateLimit' | 'allow'>;
  readonly hint: string;
  readonly state: KeyState;
  readonly use: KeyUse | undefined;
  /** The value before a rotation, and how that was used. */
  readonly previous: ApiKey['previous'];
  readonly previousUse: KeyUse | undefined;
  readonly nowMs: number;
  readonly error?: string | undefined;
  /** In the further column, where the table has one. */
  readonly more?: ReactNode;
  /** What can be done to it. */
  readonly children: ReactNode;
}

/** A key, whether of a trigger or of a consumer; below it the value that it had before, as long as that works. */
export function KeyRow({
  at,
  of,
  hint,
  state,
  use,
  previous,
  previousUse,
  nowMs,
  error,
  more,
  children,
}: KeyRowProps) {
  const limits = limitsInWords(of);
  return (
    <>
      <Table.Tr aria-rowindex={at}>
        <Table.Td>
          {of.label}
          {limits !== '' && (
            <Text size="xs" c="dimmed">
              {limits}
            </Text>
          )}
          <Input.Error size="xs">{error}</Input.Error>
        </Table.Td>
        <Table.Td className="mono" data-spare>
          {hint}
        </Table.Td>
        <Table.Td>
          <StateBadge {...state} />
        </Table.Td>
        <Table.Td style={{ whiteSpace: 'nowrap' }} title={useInWords(use, nowMs)} data-spare>
          {lastUsed(use, nowMs)}
        </Table.Td>
        <Table.Td ta="right" data-spare>
          {formatCount(use === undefined ? 0 : callsIn(use))}
        </Table.Td>
        <Table.Td style={{ whiteSpace: 'nowrap' }}>
          {typeof of.expiresAt === 'string' ? formatDay(of.expiresAt) : 'never'}
        </Table.Td>
        {more !== undefined && <Table.Td>{more}</Table.Td>}
        <Table.Td>{children}</Table.Td>
      </Table.Tr>
      {previous !== null && Date.parse(previous.until) > nowMs && (
        <Table.Tr>
          <Table.Td />
          <Table.Td className="mono" data-spare>
            {previous.hint}
          </Table.Td>
          <Table.Td colSpan={more === undefined ? 5 : 6} c="dimmed">
            The value before the rotation works until {formatDay(previous.until)}; last used{' '}
            {lastUsed(previousUse, nowMs)}.
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}
