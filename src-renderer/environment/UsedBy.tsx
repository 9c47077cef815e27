import { Anchor, Group } from '@mantine/core';
import { Link } from 'wouter';
import type { EnvironmentPlace } from '#shared/contract/environment.ts';

/** The integrations that name something, each a way to it. */
export function UsedBy({ users }: { readonly users: EnvironmentPlace['usedBy'] }) {
  if (users.length === 0) return <span className="quiet">no integration</span>;
  return (
    <Group gap="2px 8px">
      {users.map(({ id, name }) => (
        <Anchor key={id} component={Link} href={`/integrations/${id}/workflow`} size="xs">
          {name}
        </Anchor>
      ))}
    </Group>
  );
}
