import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { SelectionActions } from '#renderer/call-actions/SelectionActions.tsx';
import { CallLogPage } from '#renderer/call-log/CallLogPage.tsx';
import { ConsumersTab } from '#renderer/trigger-setup/ConsumersTab.tsx';
import { TriggerSetup } from '#renderer/trigger-setup/TriggerSetup.tsx';
import { VersionsTab } from '#renderer/versions/VersionsTab.tsx';
import { DataProcessing } from '#renderer/workflow/DataProcessing.tsx';
import { TryOutProvider } from '#renderer/workflow/TryOutProvider.tsx';
import { lazily } from '#renderer/ui/lazily.ts';
import { PartBoundary } from '#renderer/ui/PartBoundary.tsx';
import type { Integration } from '#shared/model/integration.ts';
import type { CallSelection } from '#shared/model/replay.ts';
import { secretsOf } from '#shared/model/secrets-of.ts';
import type { DraftForm } from './draft.ts';
import { useReasonAgainst } from './role.ts';
import styles from './IntegrationTabs.module.css';
import { shownTabs, tabNames } from './tab-names.ts';
import { FieldsFor } from '#renderer/ui/OnlyRead.tsx';

// With all that drags steps about; most of those who open an integration look at its calls.
const WorkflowSteps = lazily(
  async () => (await import('#renderer/workflow/WorkflowSteps.tsx')).WorkflowSteps,
);

const selectionActions = (selection: CallSelection) => <SelectionActions selection={selection} />;

interface IntegrationTabsProps {
  readonly form: DraftForm;
  readonly base: Integration | null;
  /** The address that the tabs stand below. */
  readonly home: string;
  readonly tab: string;
  readonly isDirty: boolean;
  /** How often the draft was replaced: fields with a text of their own begin anew then. */
  readonly replaced: number;
  readonly onRestored: (integration: Integration, from: number) => void;
  /** Stays in sight above the tabs while what is on them scrolls. */
  readonly head: ReactNode;
  /** Stands above what the tab shows. */
  readonly children: ReactNode;
  readonly callDetail?: (id: string, close: () => void) => ReactNode;
}

/** The features' tabs; those that fill in the draft, and those that show what became of it. */
export function IntegrationTabs(props: IntegrationTabsProps) {
  const { form, base, home, tab, replaced, head, children } = props;
  const byRole = useReasonAgainst('designer');
  const [, navigate] = useLocation();
  return (
    <Tabs value={tab} onChange={(next) => navigate(`${home}/${next ?? 'setup'}`)} keepMounted={false}>
      <div className={styles.head}>
        {head}
        <Tabs.List>
          {shownTabs(base !== null).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {tabNames[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </div>
      {children}
      <PartBoundary shown={tab}>
        <Tabs.Panel value="setup">
          <FieldsFor reason={byRole}>
            <TriggerSetup key={replaced} form={form} kept={keptSecretsOf(base)} id={base?.id ?? null} />
          </FieldsFor>
        </Tabs.Panel>
        <TryOutProvider form={form} base={base} isShown={tab === 'processing' || tab === 'workflow'}>
          <Tabs.Panel value="processing">
            <FieldsFor reason={byRole}>
              {' '}
              <DataProcessing key={replaced} />
            </FieldsFor>
          </Tabs.Panel>
          <Tabs.Panel value="workflow">
            <FieldsFor reason={byRole}>
              {' '}
              <WorkflowSteps key={replaced} form={form} />
            </FieldsFor>
          </Tabs.Panel>
        </TryOutProvider>
        {base && <KeptTabs {...props} base={base} />}
      </PartBoundary>
    </Tabs>
  );
}

function KeptTabs({
  base,
  isDirty,
  onRestored,
  callDetail,
}: Omit<IntegrationTabsProps, 'head' | 'children'> & { base: Integration }) {
  return (
    <>
      <Tabs.Panel value="calls">
        <CallLogPage
          integration={`${base.code}/${base.name}`}
          detail={callDetail}
          actions={selectionActions}
        />
      </Tabs.Panel>
      <Tabs.Panel value="consumers">
        <ConsumersTab integration={base} />
      </Tabs.Panel>
      <Tabs.Panel value="versions">
        <VersionsTab id={base.id} hasChanges={isDirty} onRestored={onRestored} />
      </Tabs.Panel>
    </>
  );
}

const keptSecretsOf = (base: Integration | null) =>
  new Map(base === null ? [] : secretsOf(base.trigger.authentication).map((secret) => [secret.id, secret]));
