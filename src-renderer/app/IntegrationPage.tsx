import type { ReactNode } from 'react';
import { CallLogPage } from '#renderer/call-log/CallLogPage.tsx';
import { PageHead } from '#renderer/ui/PageHead.tsx';

interface IntegrationPageProps {
  readonly id: string;
  readonly tab: string;
  readonly callDetail: (id: string, close: () => void) => ReactNode;
}

export function IntegrationPage({ id, tab, callDetail }: IntegrationPageProps) {
  return tab === 'calls' ? <CallLogPage integration={id} detail={callDetail} /> : <PageHead title={tab} />;
}
