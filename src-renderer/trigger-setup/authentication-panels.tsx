// What each kind of authentication shows on the page of a trigger; a kind that is missing here does not compile.
import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import type { DraftForm } from '#renderer/app/draft.ts';
import type { AuthenticationKind, AuthenticationDraft } from '#shared/model/auth.ts';
import { ApiKeysTable } from './ApiKeysTable.tsx';
import { HmacPanel } from './HmacPanel.tsx';
import { JwtPanel } from './JwtPanel.tsx';
import { userWords, type KeptSecrets } from './secret-rows.ts';
import { SecretsTable } from './SecretsTable.tsx';

export interface PanelProps {
  /** Of the authentication in the form. */
  readonly path: string;
  /** The secrets of the saved version, by id. */
  readonly kept: KeptSecrets;
}

type ShownKind = Exclude<AuthenticationKind, 'none'>;

export const panels: { readonly [K in ShownKind]: (props: PanelProps) => ReactNode } = {
  apiKeys: ApiKeysPanel,
  basic: (props) => <SecretsTable {...props} words={userWords} />,
  hmac: HmacPanel,
  jwt: JwtPanel,
};

function ApiKeysPanel({ kept }: PanelProps) {
  const form: DraftForm = useFormContext();
  return <ApiKeysTable form={form} keptKeys={kept} />;
}

/** What a kind begins with when it is chosen. */
export const beginnings: { readonly [K in ShownKind]: Extract<AuthenticationDraft, { kind: K }> } = {
  apiKeys: { kind: 'apiKeys', keys: [], consumers: [] },
  basic: { kind: 'basic', users: [] },
  hmac: { kind: 'hmac', preset: 'standard-webhooks', secrets: [], toleranceSeconds: 300 },
  jwt: {
    kind: 'jwt',
    algorithms: ['RS256'],
    keys: [],
    claims: {},
    callerClaim: 'sub',
    clockSkewSeconds: 60,
  },
};
