import type { ApiKeyDraft, ApiKeyDraftInput } from '#shared/model/api-key.ts';
import { EditLabelDialog } from './EditLabelDialog.tsx';
import { ExpiryDialog } from './ExpiryDialog.tsx';
import { LimitsDialog } from './LimitsDialog.tsx';
import { RotateDialog } from './RotateDialog.tsx';

/** What a dialog asks about a key. */
export type AskedOfKey = 'label' | 'expiry' | 'limits' | 'rotate';

type Asked = Pick<ApiKeyDraftInput, 'label' | 'expiresAt' | 'rateLimit' | 'allow'>;
type Answer = Partial<
  Pick<ApiKeyDraft, 'label' | 'expiresAt' | 'rateLimit' | 'allow' | 'key' | 'overlapDays'>
>;

interface KeyDialogsProps {
  /** null while all of them are closed. */
  readonly asked: AskedOfKey | null;
  readonly of: Asked | null;
  /** The labels of the others. */
  readonly others: readonly string[];
  /** What is changed is so at once; else once it is saved. */
  readonly isLive?: boolean;
  /** What is said at a new value. */
  readonly description: string | undefined;
  readonly onClose: () => void;
  readonly onChange: (differences: Answer) => void;
}

/** The dialogs that change a key, whether of a trigger or of a consumer. */
export function KeyDialogs(props: KeyDialogsProps) {
  const { asked, of, others, isLive = false, description, onClose, onChange } = props;
  const when = (what: AskedOfKey): Asked | null => (asked === what ? of : null);
  return (
    <>
      <EditLabelDialog
        label={when('label')?.label ?? null}
        others={others}
        onClose={onClose}
        onChange={(label) => onChange({ label })}
      />
      <ExpiryDialog
        of={when('expiry')}
        isLive={isLive}
        onClose={onClose}
        onChange={(expiresAt) => onChange({ expiresAt })}
      />
      <LimitsDialog of={when('limits')} onClose={onClose} onChange={onChange} />
      <RotateDialog
        of={when('rotate')}
        isLive={isLive}
        description={description}
        onClose={onClose}
        onRotate={onChange}
      />
    </>
  );
}
