// The Setup tab: the webhook settings of an integration, section by section as the manual page has them. It
// only fills in the draft; saving is the page's.
import type { DraftForm } from '#renderer/app/draft.ts';
import { AddressSection } from './AddressSection.tsx';
import { AdvancedSection } from './AdvancedSection.tsx';
import { AuthenticationSection } from './AuthenticationSection.tsx';
import { BodySection } from './BodySection.tsx';
import { DeliverySection } from './DeliverySection.tsx';
import { MethodsSection } from './MethodsSection.tsx';
import { ParametersSection } from './ParametersSection.tsx';
import { ResponseSection } from './ResponseSection.tsx';
import type { KeptSecrets } from './secret-rows.ts';

interface TriggerSetupProps {
  readonly form: DraftForm;
  /** The secrets of the saved version, by id. */
  readonly kept: KeptSecrets;
  /** Null before the first save. */
  readonly id: string | null;
}

export function TriggerSetup({ form, kept, id }: TriggerSetupProps) {
  return (
    <>
      <AddressSection form={form} />
      <MethodsSection form={form} />
      <AuthenticationSection form={form} kept={kept} />
      <DeliverySection form={form} />
      <ResponseSection form={form} />
      <ParametersSection form={form} />
      <BodySection form={form} id={id} />
      <AdvancedSection form={form} />
    </>
  );
}
