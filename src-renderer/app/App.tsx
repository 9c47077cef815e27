import { AppShell } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { CallDetailPage } from '#renderer/call-detail/CallDetailPage.tsx';
import { CallDetailPane } from '#renderer/call-detail/CallDetailPane.tsx';
import { CallLogPage } from '#renderer/call-log/CallLogPage.tsx';
import { ConsumersPage } from '#renderer/consumers/ConsumersPage.tsx';
import { IntegrationsPage } from '#renderer/integrations/IntegrationsPage.tsx';
import { LanesPage } from '#renderer/lanes/LanesPage.tsx';
import { RecoveryPage } from '#renderer/recovery/RecoveryPage.tsx';
import { saidOfRecovered } from '#renderer/recovery/recovery-words.ts';
import { SettingsPage } from '#renderer/settings/SettingsPage.tsx';
import { AlarmNotes } from './AlarmNotes.tsx';
import { DoneNote } from './DoneNote.tsx';
import { IntegrationPage } from './IntegrationPage.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';
import { NewIntegrationPage } from './NewIntegrationPage.tsx';
import { NotSignedIn } from './NotSignedIn.tsx';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import styles from './App.module.css';
import { isSignedOut, useConnection } from './client.ts';
import { orpc } from './queries.ts';

/** A call beside the list it was opened from. */
const callDetail = (id: string, close: () => void) => <CallDetailPane id={id} onClose={close} />;

export function App() {
  const [place] = useLocation();
  const connection = useConnection();
  const status = useQuery(orpc.host.status.queryOptions({ refetchInterval: 5_000 })).data;
  const [done, sayDone] = useState<string | null>(null);
  if (isSignedOut(connection)) return <NotSignedIn />;
  if (status !== undefined && status.recovery !== null) {
    const { recovery, dataFolder } = status;
    return (
      <RecoveryPage
        recovery={recovery}
        dataFolder={dataFolder}
        onRecovered={(recovered) => sayDone(saidOfRecovered(recovered))}
      />
    );
  }
  return (
    <AppShell navbar={{ width: { base: 52, sm: 216 }, breakpoint: 0 }} padding="md">
      <AppShell.Navbar className={styles.rail} aria-label="Hookline">
        <Rail place={place} />
      </AppShell.Navbar>
      <AppShell.Main className={styles.main}>
        <AlarmNotes alarms={status?.alarms ?? []} onDone={sayDone} />
        <DoneNote text={done} onRead={() => sayDone(null)} />
        <Switch>
          <Route path="/">
            <IntegrationsPage />
          </Route>
          <Route path="/integrations/new/:tab?">
            {({ tab }) => <NewIntegrationPage tab={tab ?? 'setup'} />}
          </Route>
          <Route path="/integrations/:id/:tab?">
            {({ id, tab }) => (
              <IntegrationPage key={id} id={id} tab={tab ?? 'setup'} callDetail={callDetail} />
            )}
          </Route>
          <Route path="/calls">
            <CallLogPage detail={callDetail} />
          </Route>
          <Route path="/calls/:id">{({ id }) => <CallDetailPage key={id} id={id} />}</Route>
          <Route path="/lanes">
            <LanesPage />
          </Route>
          <Route path="/consumers">
            <ConsumersPage />
          </Route>
          <Route path="/settings">
            <SettingsPage />
          </Route>
          <Route>
            <Redirect to="/" replace />
          </Route>
        </Switch>
      </AppShell.Main>
      <Palette />
      <LeaveDialog />
    </AppShell>
  );
}
