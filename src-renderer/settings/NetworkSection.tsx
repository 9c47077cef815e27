import { Text } from '@mantine/core';
import type { Control } from 'react-hook-form';
import type { z } from 'zod';
import { CheckField } from '#renderer/ui/fields.tsx';
import { ListField } from '#renderer/ui/ListField.tsx';
import { Section } from '#renderer/ui/Section.tsx';
import type { Settings } from '#shared/model/setting.ts';

/** Who may call from where, who is believed about it, and where workflows may send requests. */
export function NetworkSection({
  control,
}: {
  readonly control: Control<z.input<typeof Settings>, unknown, Settings>;
}) {
  return (
    <Section title="Network">
      <Text size="xs" c="dimmed" maw={640}>
        An entry is an IP address or a range such as 10.0.0.0/8; Enter or a comma adds it. Callers who are not
        allowed get 403 before their key is looked at. This machine is 127.0.0.1 and ::1.
      </Text>
      <ListField
        control={control}
        name="network.allow"
        label="Allowed addresses"
        description="Where any stand here, nobody else may call any trigger."
        placeholder="10.0.0.0/8"
      />
      <ListField
        control={control}
        name="network.deny"
        label="Denied addresses"
        description="They may not call, allowed or not."
        placeholder="203.0.113.7"
      />
      <ListField
        control={control}
        name="network.trustedProxies"
        label="Trusted proxies"
        description="Reverse proxies that are believed about who calls (X-Forwarded-For, -Host, -Proto and Forwarded). From anybody else these headers are not believed."
        placeholder="127.0.0.1"
      />
      <CheckField
        control={control}
        name="network.privateDestinations"
        label="Workflows may send requests to this machine and to private networks"
        description="Off, only public addresses can be reached. Hookline's own screens and the metadata addresses of clouds never can."
      />
    </Section>
  );
}
