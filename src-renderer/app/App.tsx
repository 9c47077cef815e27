import { AppShell } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { CallActions } from '#renderer/call-actions/CallActions.tsx';
import { RunningReplays } from '#renderer/call-actions/RunningReplays.tsx';
import { SelectionActions } from '#renderer/call-actions/SelectionActions.tsx';
import { ComparePage } from '#renderer/call-detail/ComparePage.tsx';
import type { CallDetail } from '#shared/model/call.ts';
import type { CallSelection } from '#shared/model/replay.ts';
import { CallDetailPage } from '#renderer/call-detail/CallDetailPage.tsx';
import { CallDetailPane } from '#renderer/call-detail/CallDetailPane.tsx';
import { CallLogPage } from '#renderer/call-log/CallLogPage.tsx';
import { ChartsPage } from '#renderer/charts/ChartsPage.tsx';
import { ConsumersPage } from '#renderer/consumers/ConsumersPage.tsx';
import { IntegrationsPage } from '#renderer/integrations/IntegrationsPage.tsx';
import { LanesPage } from '#renderer/lanes/LanesPage.tsx';
import { lazily } from '#renderer/ui/lazily.ts';
import { PartBoundary } from '#renderer/ui/PartBoundary.tsx';
import { RecoveryPage } from '#renderer/recovery/RecoveryPage.tsx';
import { saidOfRecovered } from '#renderer/recovery/recovery-words.ts';
import { AlarmNotes } from './AlarmNotes.tsx';
import { ConnectionLost } from './ConnectionLost.tsx';
import { DoneNote } from './DoneNote.tsx';
import { DropTarget } from './DropTarget.tsx';
import { importPlace } from './window-commands.ts';
import { IntegrationPage } from './IntegrationPage.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';
import { NoSuchPage } from './NoSuchPage.tsx';
import { NotSignedIn } from './NotSignedIn.tsx';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import { SkipLink } from './SkipLink.tsx';
import styles from './App.module.css';
import { isSignedOut, useConnection } from './client.ts';
import { orpc } from './queries.ts';

// Pages with many forms that are not looked at each day.
const EnvironmentPage = lazily(
  async () => (await import('#renderer/environment/EnvironmentPage.tsx')).EnvironmentPage,
);
const ImportPage = lazily(async () => (await import('#renderer/import/ImportPage.tsx')).ImportPage);
const SettingsPage = lazily(async () => (await import('#renderer/settings/SettingsPage.tsx')).SettingsPage);

/** A call beside the list it was opened from. */
const callActions = (call: CallDetail) => <CallActions call={call} />;
const callDetail = (id: string, close: () => void) => (
  <CallDetailPane id={id} actions={callActions} onClose={close} />
);
const selectionActions = (selection: CallSelection) => <SelectionActions selection={selection} />;

export function App() {
  const [place] = useLocation();
  const connection = useConnection();
  const status = useQuery(orpc.host.status.queryOptions({ refetchInterval: 5_000 })).data;
  const main = useRef<HTMLElement>(null);
  const [done, sayDone] = useState<string | null>(null);
  if (isSignedOut(connection) && connection.epoch === 0) return <NotSignedIn />;
  if (status !== undefined && status.recovery !== null) {
    const { recovery, dataFolder } = status;
    return (
      <>
        <ConnectionLost />
        <RecoveryPage
          recovery={recovery}
          dataFolder={dataFolder}
          onRecovered={(recovered) => sayDone(saidOfRecovered(recovered))}
        />
      </>
    );
  }
  return (
    <AppShell navbar={{ width: { base: 52, md: 216 }, breakpoint: 0 }} padding={{ base: 'xs', sm: 'md' }}>
      <AppShell.Navbar className={styles.rail} aria-label="Hookline">
        <SkipLink to={main} />
        <Rail place={place} />
      </AppShell.Navbar>
      <AppShell.Main className={styles.main} ref={main} tabIndex={-1}>
        <ConnectionLost />
        <AlarmNotes alarms={status?.alarms ?? []} onDone={sayDone} />
        <RunningReplays />
        <DoneNote text={done} onRead={() => sayDone(null)} />
        <PartBoundary shown={place}>
          <Switch>
            <Route path="/">
              <IntegrationsPage />
            </Route>
            <Route path="/integrations/:id/:tab?">
              {({ id, tab }) => <IntegrationPage id={id} tab={tab ?? 'setup'} callDetail={callDetail} />}
            </Route>
            <Route path="/calls">
              <CallLogPage detail={callDetail} actions={selectionActions} />
            </Route>
            <Route path="/calls/:id">
              {({ id }) => <CallDetailPage key={id} id={id} actions={callActions} />}
            </Route>
            <Route path="/compare/:first/:second">
              {({ first, second }) => (
                <ComparePage key={`${first} ${second}`} first={first} second={second} />
              )}
            </Route>
            <Route path="/lanes">
              <LanesPage />
            </Route>
            <Route path="/charts">
              <ChartsPage />
            </Route>
            <Route path="/consumers">
              <ConsumersPage />
            </Route>
            <Route path={importPlace}>
              <ImportPage />
            </Route>
            <Route path="/environment">
              <EnvironmentPage />
            </Route>
            <Route path="/settings">
              <SettingsPage />
            </Route>
            <Route>
              <NoSuchPage place={place} />
            </Route>
          </Switch>
        </PartBoundary>
      </AppShell.Main>
      <Palette />
      <DropTarget />
      <LeaveDialog />
    </AppShell>
  );
}
