import { Button, Menu, Text } from '@mantine/core';
import { Ear } from 'lucide-react';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { useTryOut } from './try-out.ts';
import type { ListenFor } from './use-listening.ts';

const listeningWords: { readonly [K in ListenFor]: string } = {
  next: 'The draft waits for the next call.',
  tenMinutes: 'The draft listens to each call, for ten minutes.',
};

/** Lets the draft listen in on real calls. */
export function ListenMenu() {
  const { to, isBegun, begin, stop } = useTryOut().listening;
  const byRole = useReasonAgainst('designer');
  const reason = byRole ?? (begin === null ? 'Save it first: nobody calls it yet.' : null);
  if (to !== null) {
    return (
      <>
        <Button variant="default" onClick={stop}>
          Stop listening
        </Button>
        <Text role="status" c="dimmed" size="xs" pb={5}>
          {isBegun ? listeningWords[to] : 'The draft begins to listen …'}
        </Text>
      </>
    );
  }
  if (begin === null || reason !== null) {
    return (
      <ReasonedButton variant="default" reason={reason}>
        Listen
      </ReasonedButton>
    );
  }
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" leftSection={<Ear size={13} aria-hidden />}>
          Listen
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>When a real call has ended, the draft runs for it too, as a dry run.</Menu.Label>
        <Menu.Item onClick={() => begin('next')}>The next call</Menu.Item>
        <Menu.Item onClick={() => begin('tenMinutes')}>Each call for ten minutes</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
