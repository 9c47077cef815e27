import { useState } from 'react';
import { makeCode } from '#renderer/trigger-setup/make-code.ts';
import { IntegrationEditor } from './IntegrationEditor.tsx';

/** The same form as for a kept integration; its code is made here, so that the address is seen before saving. */
export function NewIntegrationPage({ tab }: { tab: string }) {
  const [code] = useState(() => makeCode());
  return <IntegrationEditor saved={null} newCode={code} tab={tab} />;
}
