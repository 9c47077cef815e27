import { SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import type { CertificateDraft } from '#shared/model/certificate.ts';
import { AcmeForm } from './AcmeForm.tsx';
import { CertificateFilesForm } from './CertificateFilesForm.tsx';
import { UploadCertificateForm } from './UploadCertificateForm.tsx';

type Kind = CertificateDraft['kind'];

const kinds: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'uploaded', label: 'Upload' },
  { value: 'files', label: 'Files of the service' },
  { value: 'acme', label: 'ACME' },
];

const forms = { uploaded: UploadCertificateForm, files: CertificateFilesForm, acme: AcmeForm } as const;

interface AddCertificateDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function AddCertificateDialog({ opened, onClose }: AddCertificateDialogProps) {
  const [kind, setKind] = useState<Kind>('uploaded');
  const Form = forms[kind];
  return (
    <Dialog title="Add certificate" opened={opened} onClose={onClose}>
      <Stack gap="sm">
        <SegmentedControl
          aria-label="Where it comes from"
          data={[...kinds]}
          value={kind}
          onChange={(value) => setKind(kinds.find((one) => one.value === value)?.value ?? kind)}
        />
        <Form key={kind} onClose={onClose} />
      </Stack>
    </Dialog>
  );
}
