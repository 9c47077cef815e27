import { Group, Text } from '@mantine/core';
import { useState } from 'react';
import { Note } from '#renderer/ui/Note.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { ExposeDialog } from './ExposeDialog.tsx';
import { reachOf } from './reach-of.ts';

interface ReachRowProps {
  /** The address in the form, saved or not. */
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly string[];
  readonly isPending: boolean;
  /** Why nobody here may change it. */
  readonly reason: string | null;
  /** Saves this address with all that is in the form. */
  readonly onMove: (host: string) => void;
}

/** Who reaches the listener, and the deliberate step to let others or nobody else do so. */
export function ReachRow({ host, port, addresses, isPending, reason, onMove }: ReachRowProps) {
  const [isOpen, setOpen] = useState(false);
  const reach = reachOf(host);
  return (
    <>
      {reach.isThisMachine ? (
        <Text size="xs" c="dimmed">
          {reach.text}
        </Text>
      ) : (
        <Note tone="warning" text={reach.text} />
      )}
      <Group>
        {reach.isThisMachine ? (
          <ReasonedButton variant="default" reason={reason} onClick={() => setOpen(true)}>
            Expose on the network…
          </ReasonedButton>
        ) : (
          <ReasonedButton
            variant="default"
            reason={reason}
            loading={isPending}
            onClick={() => onMove('127.0.0.1')}
          >
            Back to this machine only
          </ReasonedButton>
        )}
      </Group>
      {isOpen && (
        <ExposeDialog
          port={port}
          addresses={addresses}
          isPending={isPending}
          onClose={() => setOpen(false)}
          onExpose={(to) => {
            setOpen(false);
            onMove(to);
          }}
        />
      )}
    </>
  );
}
