import { Button, Table, Text } from '@mantine/core';
import type { ApiKey, ApiKeyDraftInput } from '#shared/model/api-key.ts';
import type { KeyUse } from '#shared/model/key-use.ts';
import { formatCount, formatDay } from '#renderer/ui/format.ts';
import { callsIn, lastUsed, limitsInWords, useInWords } from './key-use-words.ts';

interface PreviousValueProps {
  readonly previous: ApiKey['previous'];
  readonly use: KeyUse | undefined;
  readonly nowMs: number;
}

/** The value before a rotation: until when it works, and whether anybody still uses it. */
export function PreviousValue({ previous, use, nowMs }: PreviousValueProps) {
  if (previous === null) return null;
  const { hint, until } = previous;
  return (
    <Table.Tr>
      <Table.Td />
      <Table.Td className="mono">{hint}</Table.Td>
      <Table.Td colSpan={5} c="dimmed">
        The value before the rotation works until {formatDay(until)}; last used {lastUsed(use, nowMs)}.
      </Table.Td>
    </Table.Tr>
  );
}

export function KeyUseCells({ use, nowMs }: { readonly use: KeyUse | undefined; readonly nowMs: number }) {
  return (
    <>
      <Table.Td style={{ whiteSpace: 'nowrap' }} title={useInWords(use, nowMs)}>
        {lastUsed(use, nowMs)}
      </Table.Td>
      <Table.Td ta="right">{formatCount(use === undefined ? 0 : callsIn(use))}</Table.Td>
    </>
  );
}

/** What is asked of the calls with a key, below its label. */
export function LimitWords({ of }: { readonly of: Pick<ApiKeyDraftInput, 'rateLimit' | 'allow'> }) {
  const words = limitsInWords(of);
  return words === '' ? null : (
    <Text size="xs" c="dimmed">
      {words}
    </Text>
  );
}

/** What can be done to the key of a row, named with its label. */
export function RowButton({ label, of, onClick }: { label: string; of: string; onClick: () => void }) {
  return (
    <Button variant="default" size="compact-xs" aria-label={`${label}: ${of}`} onClick={onClick}>
      {label}
    </Button>
  );
}
