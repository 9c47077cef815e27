import { PageHead } from '#renderer/ui/PageHead.tsx';

export function IntegrationsPage() {
  return <PageHead title="Integrations" />;
}
