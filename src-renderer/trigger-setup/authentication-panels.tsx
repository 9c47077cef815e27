import type { ReactNode } from 'react';
import type { AuthenticationDraft, AuthenticationKind } from '#shared/model/auth.ts';
import { CombinedPanel } from './CombinedPanel.tsx';
import type { PanelProps } from './panel-props.ts';
import { singleBeginnings, singlePanels } from './single-panels.tsx';

type ShownKind = Exclude<AuthenticationKind, 'none'>;

/** What each kind of authentication, and each combination of them, shows on the page of a trigger. */
export const panels: { readonly [K in ShownKind]: (props: PanelProps) => ReactNode } = {
  ...singlePanels,
  any: (props) => <CombinedPanel {...props} kind="any" />,
  all: (props) => <CombinedPanel {...props} kind="all" />,
};

/** What a kind begins with when it is chosen. */
export const beginnings: { readonly [K in ShownKind]: Extract<AuthenticationDraft, { kind: K }> } = {
  ...singleBeginnings,
  any: { kind: 'any', any: [] },
  all: { kind: 'all', all: [] },
};
