// What can be done with one call.
import { Menu, Button } from '@mantine/core';
import { Ellipsis, Repeat } from 'lucide-react';
import { useState } from 'react';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { type CallDetail, isOpen } from '#shared/model/call.ts';
import { CompareDialog } from './CompareDialog.tsx';
import { EditReplayDialog } from './EditReplayDialog.tsx';
import { ExportMenu } from './ExportMenu.tsx';
import { ReplayOneDialog } from './ReplayOneDialog.tsx';

type Opened = 'replay' | 'edit' | 'compare';

export function CallActions({ call }: { readonly call: CallDetail }) {
  const byRole = useReasonAgainst('designer');
  const [opened, setOpened] = useState<Opened | null>(null);
  const reason = byRole ?? reasonAgainst(call);
  const close = () => setOpened(null);
  return (
    <>
      <ReasonedButton
        variant="default"
        size="compact-xs"
        reason={reason}
        leftSection={<Repeat size={13} aria-hidden />}
        onClick={() => setOpened('replay')}
      >
        Replay
      </ReasonedButton>
      <ReasonedButton variant="default" size="compact-xs" reason={reason} onClick={() => setOpened('edit')}>
        Edit and replay
      </ReasonedButton>
      <ExportMenu selection={{ ids: [call.id] }} />
      <Menu>
        <Menu.Target>
          <Button variant="default" size="compact-xs" aria-label="More about this call">
            <Ellipsis size={14} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpened('compare')}>Compare with another call…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {opened === 'replay' && <ReplayOneDialog call={call} onClose={close} />}
      {opened === 'edit' && <EditReplayDialog call={call} onClose={close} />}
      {opened === 'compare' && <CompareDialog call={call} onClose={close} />}
    </>
  );
}

function reasonAgainst({ state, integrationId }: CallDetail): string | null {
  if (state === 'refused')
    return 'A refused call is kept without its body, so it cannot be sent again as it was.';
  if (isOpen(state)) return 'The call has not ended yet.';
  return integrationId === null ? 'The call reached no integration.' : null;
}
