import { Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { KeyText } from '#shared/model/api-key.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { makeKey } from './make-key.ts';

const usualDays = 7;
const mostDays = 365;

/** Another value for a key, and for how long the one before works beside it. */
export interface Rotation {
  readonly key: string;
  readonly overlapDays: number;
}

interface RotateDialogProps {
  /** null while the dialog is closed. */
  readonly of: { readonly label: string } | null;
  /** What is said at the new value. */
  readonly description: string | undefined;
  readonly onClose: () => void;
  readonly onRotate: (rotation: Rotation) => void;
}

export function RotateDialog({ of, ...rest }: RotateDialogProps) {
  return (
    <Dialog title={of === null ? 'Rotate' : `Rotate ${of.label}`} opened={of !== null} onClose={rest.onClose}>
      {of !== null && <RotateForm {...rest} />}
    </Dialog>
  );
}

function RotateForm({ description, onClose, onRotate }: Omit<RotateDialogProps, 'of'>) {
  const [key, setKey] = useState(makeKey);
  const [days, setDays] = useState<number | null>(usualDays);
  const [isTried, setTried] = useState(false);
  const badKey = KeyText.safeParse(key).error?.issues[0]?.message;
  const badDays = days === null || days < 0 || days > mostDays ? `From 0 to ${mostDays} days.` : undefined;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setTried(true);
    if (badKey !== undefined || badDays !== undefined || days === null) return;
    onRotate({ key, overlapDays: days });
    onClose();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text>
          The key has another value from the next save on. The value it has now goes on working for a while,
          so that its consumer can change over; one from an earlier rotation ends.
        </Text>
        <TextInput
          label="New key"
          description={description}
          value={key}
          error={isTried ? badKey : undefined}
          onChange={({ currentTarget }) => setKey(currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          inputContainer={(input) => (
            <Group gap="xs" wrap="nowrap" align="flex-start">
              <div style={{ flex: 1 }}>{input}</div>
              <Button variant="default" onClick={() => setKey(makeKey())}>
                Generate
              </Button>
            </Group>
          )}
        />
        <NumberInput
          data-autofocus
          label="Days that both work"
          description="0: the value it has now ends at once."
          value={days ?? ''}
          error={isTried ? badDays : undefined}
          onChange={(value) => setDays(typeof value === 'number' ? value : null)}
          hideControls
          w={200}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">Rotate</Button>
        </Group>
      </Stack>
    </form>
  );
}
