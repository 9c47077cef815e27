// Settings of the whole installation: where it listens, what it never keeps, and its bounds. The runtime decides whether
// an address can be had; this page says what it answered.
import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { orpc } from '#renderer/app/queries.ts';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import type { HostStatus } from '#shared/model/setting.ts';
import { AccessSection } from './AccessSection.tsx';
import { CertificatesSection } from './CertificatesSection.tsx';
import { DesktopSection } from './DesktopSection.tsx';
import { DataKeySection } from './DataKeySection.tsx';
import { DoctorSection } from './DoctorSection.tsx';
import { HostFacts } from './HostFacts.tsx';
import { NotificationsSection } from './NotificationsSection.tsx';
import { SettingsForm } from './SettingsForm.tsx';

const askEveryMs = 5000;

export function SettingsPage() {
  const settings = useQuery({ ...orpc.host.settings.queryOptions(), refetchInterval: askEveryMs });
  const status = useQuery({ ...orpc.host.status.queryOptions(), refetchInterval: askEveryMs });
  const error = settings.error ?? status.error;
  return (
    <>
      {!(settings.data && status.data) && <PageHead title="Settings" />}
      {error && <ProblemNote error={error} />}
      {!error && !(settings.data && status.data) && <Loader size="sm" aria-label="Loading" />}
      {settings.data && status.data && (
        <>
          <SettingsForm settings={settings.data} status={status.data} />
          <CertificatesSection httpsUrl={status.data.httpsBaseUrl} />
          {status.data.face === 'desktop' && <DesktopSection />}
          <NotificationsSection />
          <AccessSection adminUrl={adminUrlOf(status.data)} />
          <DataKeySection />
          <DoctorSection />
          <HostFacts status={status.data} />
        </>
      )}
    </>
  );
}

/** Null where the screens are for no browser. */
const adminUrlOf = ({ listeners }: HostStatus): string | null =>
  listeners.find(({ kind }) => kind === 'admin')?.url ?? null;
