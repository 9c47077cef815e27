// The certificates that callers are shown, and the authority that they have to trust for the one made by Hookline.
import { Group, Table, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ConfirmDialog } from '#renderer/ui/ConfirmDialog.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import { TableHead } from '#renderer/ui/TableHead.tsx';
import type { CertificateStatus } from '#shared/model/certificate.ts';
import { AddCertificateDialog } from './AddCertificateDialog.tsx';
import { CertificateRow } from './CertificateRow.tsx';
import { removalWords, titleOf } from './certificate-words.ts';
import { TrustDialog } from './TrustDialog.tsx';

const listEveryMs = 10_000;

export function CertificatesSection({ httpsUrl }: { readonly httpsUrl: string | null }) {
  const byRole = useReasonAgainst('operator');
  const list = useQuery(orpc.certificates.list.queryOptions({ refetchInterval: listEveryMs }));
  const [adding, setAdding] = useState(false);
  const [trusting, setTrusting] = useState(false);
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: orpc.certificates.list.key() });
  const renewing = useMutation(orpc.certificates.renew.mutationOptions({ onSuccess }));
  const [leaving, setLeaving] = useState<CertificateStatus | null>(null);
  const removing = useMutation(
    orpc.certificates.remove.mutationOptions({
      onSuccess: () => {
        setLeaving(null);
        return onSuccess();
      },
    }),
  );
  const error = list.error ?? renewing.error;
  return (
    <Section title="Certificates">
      <Text size="xs" c="dimmed" maw={640}>
        Callers are shown the one that is for the host they name. Without one of your own Hookline makes one
        by a local authority, which callers have to trust.
      </Text>
      <Group gap="xs">
        <ReasonedButton
          variant="default"
          reason={byRole}
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          Add certificate
        </ReasonedButton>
        <ReasonedButton variant="default" reason={null} onClick={() => setTrusting(true)}>
          Trust the local authority
        </ReasonedButton>
      </Group>
      {error && <ProblemNote error={error} />}
      {list.data?.length === 0 && <Text size="xs">None yet: one is made when HTTPS is switched on.</Text>}
      {list.data !== undefined && list.data.length > 0 && (
        <Table.ScrollContainer minWidth={760} maw={960} scrollAreaProps={{ type: 'auto' }}>
          <Table aria-label="Certificates" verticalSpacing={4}>
            <TableHead columns={['For', 'From', 'Runs out', 'State']} />
            <Table.Tbody>
              {list.data.map((certificate) => (
                <CertificateRow
                  key={certificate.id}
                  certificate={certificate}
                  reason={byRole}
                  isBusy={renewing.isPending && renewing.variables.id === certificate.id}
                  onRenew={() => renewing.mutate({ id: certificate.id })}
                  onRemove={() => setLeaving(certificate)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <AddCertificateDialog opened={adding} onClose={() => setAdding(false)} />
      <ConfirmDialog
        title={`Remove ${leaving === null ? '' : titleOf(leaving)}`}
        opened={leaving !== null}
        action="Remove"
        asking={removing}
        onConfirm={() => leaving !== null && removing.mutate({ id: leaving.id })}
        onClose={() => setLeaving(null)}
      >
        {leaving !== null && removalWords(leaving)}
      </ConfirmDialog>
      <TrustDialog opened={trusting} httpsUrl={httpsUrl} onClose={() => setTrusting(false)} />
    </Section>
  );
}
