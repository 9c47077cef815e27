import { Group } from '@mantine/core';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { formatDateTime } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/Section.tsx';
import type { HostStatus } from '#shared/model/setting.ts';

const faces: Record<HostStatus['face'], string> = { desktop: 'desktop app', headless: 'service' };

/** What runs here, since when, and where its data is. */
export function HostFacts({ status }: { readonly status: HostStatus }) {
  return (
    <Section title="This installation">
      <div>
        Hookline {status.version}, {faces[status.face]}, running since {formatDateTime(status.startedAt)}
      </div>
      <Group gap="xs">
        Data folder <span className="mono">{status.dataFolder}</span>
        <CopyButton text={status.dataFolder} name="Copy the data folder" />
      </Group>
    </Section>
  );
}
