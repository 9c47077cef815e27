import { PageHead } from '#renderer/ui/PageHead.tsx';

export function NewIntegrationPage() {
  return <PageHead title="New integration" />;
}
