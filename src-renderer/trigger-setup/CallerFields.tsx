import type { DraftForm } from '#renderer/app/draft.ts';
import { ListField } from '#renderer/ui/ListField.tsx';

/** From where this trigger may be called. */
export function CallerFields({ form: { control } }: { readonly form: DraftForm }) {
  return (
    <>
      <ListField
        control={control}
        name="trigger.allow"
        label="Allowed addresses"
        description="IP addresses or ranges such as 10.0.0.0/8. Where any stand here, others are answered 403."
        placeholder="10.0.0.0/8"
      />
      <ListField
        control={control}
        name="trigger.deny"
        label="Denied addresses"
        description="They are answered 403, allowed or not."
        placeholder="203.0.113.7"
      />
      <ListField
        control={control}
        name="trigger.origins"
        label="Web pages that may call"
        description="Origins of pages whose scripts may call from a browser (CORS). No page may where none stands here."
        placeholder="https://app.example.com"
      />
    </>
  );
}
