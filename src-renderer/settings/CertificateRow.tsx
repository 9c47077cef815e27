import { Group, Stack, Table, Text } from '@mantine/core';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { StateBadge } from '#renderer/ui/StateBadge.tsx';
import type { CertificateStatus } from '#shared/model/certificate.ts';
import { daysInWords, sourceOf, stateOf, titleOf } from './certificate-words.ts';

interface CertificateRowProps {
  readonly certificate: CertificateStatus;
  /** Why nothing can be done to it; null where it can. */
  readonly reason: string | null;
  readonly isBusy: boolean;
  readonly onRenew: () => void;
  readonly onRemove: () => void;
}

export function CertificateRow({ certificate, reason, isBusy, onRenew, onRemove }: CertificateRowProps) {
  const { kind, facts } = certificate;
  const title = titleOf(certificate);
  const { tone, text, reasons } = stateOf(certificate);
  return (
    <Table.Tr>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <Text size="xs" maw={280} style={{ overflowWrap: 'anywhere' }}>
          {facts === null ? title : facts.names.join(', ')}
        </Text>
        {facts !== null && (
          <CopyButton
            text={facts.fingerprint256}
            label="Copy fingerprint"
            name={`Copy fingerprint: ${title}`}
          />
        )}
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <Text size="xs" maw={220} style={{ overflowWrap: 'anywhere' }}>
          {sourceOf(certificate)}
        </Text>
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top', whiteSpace: 'nowrap' }}>
        {facts === null ? '–' : daysInWords(facts)}
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <Stack gap={2} maw={320}>
          <StateBadge tone={tone} text={text} />
          {reasons.map((why) => (
            <Text key={why} size="xs" c="dimmed">
              {why}
            </Text>
          ))}
        </Stack>
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          {kind !== 'uploaded' && (
            <ReasonedButton
              variant="default"
              size="compact-xs"
              reason={reason}
              loading={isBusy}
              aria-label={`${kind === 'files' ? 'Read again' : 'Renew'}: ${title}`}
              onClick={onRenew}
            >
              {kind === 'files' ? 'Read again' : 'Renew'}
            </ReasonedButton>
          )}
          {kind !== 'made' && (
            <ReasonedButton
              variant="default"
              size="compact-xs"
              reason={reason}
              aria-label={`Remove: ${title}`}
              onClick={onRemove}
            >
              Remove
            </ReasonedButton>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
