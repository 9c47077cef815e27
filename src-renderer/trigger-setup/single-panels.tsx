// What each kind of authentication shows on the page of a trigger; a kind that is missing here does not compile.
// Combinations stand beside, since they are made of these.
import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import type { SingleAuthenticationDraft } from '#shared/model/auth.ts';
import { ClientCertificateRules } from '#shared/model/auth/client-certificate.ts';
import { SchemaForm } from '#renderer/ui/SchemaForm.tsx';
import { ApiKeysTable } from './ApiKeysTable.tsx';
import { HmacPanel } from './HmacPanel.tsx';
import { JwtPanel } from './JwtPanel.tsx';
import type { PanelProps } from './panel-props.ts';
import { userWords } from './secret-rows.ts';
import type { SingleKind } from './single-kinds.ts';
import { SecretsTable } from './SecretsTable.tsx';

export const singlePanels: { readonly [K in SingleKind]: (props: PanelProps) => ReactNode } = {
  apiKeys: ApiKeysPanel,
  basic: (props) => <SecretsTable {...props} words={userWords} />,
  hmac: HmacPanel,
  jwt: JwtPanel,
  clientCertificate: ClientCertificatePanel,
};

function ClientCertificatePanel({ path }: PanelProps) {
  return (
    <>
      <Text c="dimmed" size="xs">
        HTTPS has to ask for client certificates, and the settings name the authorities that may issue them.
        Each list here that is not empty must have the certificate; with none, every one they issued is let
        in.
      </Text>
      <SchemaForm schema={ClientCertificateRules} path={path} />
    </>
  );
}

function ApiKeysPanel({ path, kept }: PanelProps) {
  const form: DraftForm = useFormContext();
  return <ApiKeysTable form={form} path={path} keptKeys={kept} />;
}

/** What a kind begins with when it is chosen. */
export const singleBeginnings: {
  readonly [K in SingleKind]: Extract<SingleAuthenticationDraft, { kind: K }>;
} = {
  apiKeys: { kind: 'apiKeys', keys: [], consumers: [] },
  basic: { kind: 'basic', users: [] },
  hmac: { kind: 'hmac', preset: 'standard-webhooks', secrets: [], toleranceSeconds: 300 },
  jwt: {
    kind: 'jwt',
    algorithms: ['RS256'],
    keys: [],
    claims: {},
    requireExpiry: true,
    callerClaim: 'sub',
    clockSkewSeconds: 60,
  },
  clientCertificate: { kind: 'clientCertificate', subjects: [], issuers: [], fingerprints: [] },
};
