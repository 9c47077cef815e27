import { AppShell } from '@mantine/core';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { CallDetailPage } from '#renderer/call-detail/CallDetailPage.tsx';
import { CallDetailPane } from '#renderer/call-detail/CallDetailPane.tsx';
import { CallLogPage } from '#renderer/call-log/CallLogPage.tsx';
import { IntegrationsPage } from '#renderer/integrations/IntegrationsPage.tsx';
import { LanesPage } from '#renderer/lanes/LanesPage.tsx';
import { SettingsPage } from '#renderer/settings/SettingsPage.tsx';
import { AlarmNotes } from './AlarmNotes.tsx';
import { IntegrationPage } from './IntegrationPage.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';
import { NewIntegrationPage } from './NewIntegrationPage.tsx';
import { NotSignedIn } from './NotSignedIn.tsx';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import styles from './App.module.css';
import { isSignedOut, useConnection } from './client.ts';

/** A call beside the list it was opened from. */
const callDetail = (id: string, close: () => void) => <CallDetailPane id={id} onClose={close} />;

export function App() {
  const [place] = useLocation();
  const connection = useConnection();
  if (isSignedOut(connection)) return <NotSignedIn />;
  return (
    <AppShell navbar={{ width: { base: 52, sm: 216 }, breakpoint: 0 }} padding="md">
      <AppShell.Navbar className={styles.rail} aria-label="Hookline">
        <Rail place={place} />
      </AppShell.Navbar>
      <AppShell.Main className={styles.main}>
        <AlarmNotes />
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
