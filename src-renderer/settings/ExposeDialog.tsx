import { Button, Checkbox, Group, List, Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { orpc } from '#renderer/app/queries.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Note } from '#renderer/ui/Note.tsx';
import { formatNumberOf } from '#renderer/ui/format.ts';
import { endpointPath } from '#shared/model/address.ts';
import type { IntegrationSummary } from '#shared/model/integration.ts';

interface ExposeDialogProps {
  /** Of the listener that is about to be exposed. */
  readonly port: number;
  /** The addresses of this machine's networks. */
  readonly addresses: readonly string[];
  readonly isPending: boolean;
  readonly onClose: () => void;
  readonly onExpose: (host: string) => void;
}

const everywhere = '0.0.0.0';

/** What it means that other machines can call, before they can. */
export function ExposeDialog({ port, addresses, isPending, onClose, onExpose }: ExposeDialogProps) {
  const [host, setHost] = useState(everywhere);
  const [isUnderstood, setUnderstood] = useState(false);
  const integrations = useQuery(orpc.integrations.summaries.queryOptions());
  const keyless = integrations.data?.filter(isKeyless) ?? [];
  const answering = keyless.filter(isExposed);
  return (
    <Dialog title="Expose on the network" opened onClose={onClose} size="lg">
      <Stack gap="sm">
        <Radio.Group label="Where other machines can call" value={host} onChange={setHost}>
          <Stack gap={6} mt={6}>
            <Radio
              value={everywhere}
              label={`Every network that this machine is in (${everywhere})`}
              description="Also those that it joins later, such as a café’s."
            />
            {addresses.map((address) => (
              <Radio key={address} value={address} label={`Only at ${address}`} />
            ))}
          </Stack>
        </Radio.Group>
        <List size="sm" spacing={6}>
          <List.Item>
            <b>Firewall.</b> The system’s own may ask once whether Hookline may take connections, or has to be
            told: incoming TCP, port {port}. A router passes nothing on unless it is told to.
          </List.Item>
          <List.Item>
            <b>No encryption.</b> HTTP carries keys and bodies so that anybody on the way can read them. For
            more than a network that you trust, switch HTTPS on below, or put a reverse proxy in front.
          </List.Item>
          <List.Item>
            <b>Triggers without authentication.</b>{' '}
            {keyless.length === 0
              ? 'There are none: every caller needs a key or another way in.'
              : `${formatNumberOf(keyless.length, 'trigger')} without: ${keyless.map(nameOf).join(', ')}. Other machines are refused by ${
                  answering.length === 0
                    ? 'all of them until a trigger is itself exposed, on its page.'
                    : 'them, but for those that are exposed themselves.'
                }`}
          </List.Item>
        </List>
        {answering.length > 0 && (
          <Note
            tone="warning"
            text={`Anybody who reaches this machine can run ${answering.map(nameOf).join(', ')} from then on.`}
          />
        )}
        <Checkbox
          label="I know who is in these networks, and want them to reach the triggers"
          checked={isUnderstood}
          onChange={({ currentTarget }) => setUnderstood(currentTarget.checked)}
        />
        <Text size="xs" c="dimmed">
          The screens and the admin API stay on this machine.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={!isUnderstood} loading={isPending} onClick={() => onExpose(host)}>
            Expose
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

const isKeyless = ({ trigger }: IntegrationSummary): boolean => trigger.authentication.kind === 'none';
const isExposed = ({ trigger: { authentication } }: IntegrationSummary): boolean =>
  authentication.kind === 'none' && authentication.exposed;
const nameOf = ({ code, name }: IntegrationSummary): string => endpointPath({ code, name });
