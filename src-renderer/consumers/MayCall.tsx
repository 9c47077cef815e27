import { Anchor, Button, Group } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { client } from '#renderer/app/client.ts';
import { HandOutDialog } from '#renderer/ui/HandOutDialog.tsx';
import type { ConsumerPlace } from '#shared/contract/consumers.ts';

/** The triggers that let a consumer in, and what tells it how to call them. */
export function MayCall({ consumer: { id, label, usedBy } }: { readonly consumer: ConsumerPlace }) {
  const [opened, setOpened] = useState(false);
  if (usedBy.length === 0) return <span className="quiet">no trigger</span>;
  const of = {
    id,
    name: label,
    page: (format: 'markdown' | 'html') => client.handOuts.consumer({ id, format }),
    openapi: () => client.handOuts.consumerApi({ id }),
  };
  return (
    <Group gap="2px 8px">
      {usedBy.map((trigger) => (
        <Anchor key={trigger.id} component={Link} href={`/integrations/${trigger.id}`} size="xs">
          {trigger.name}
        </Anchor>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        aria-label={`Hand-out: ${label}`}
        onClick={() => setOpened(true)}
      >
        Hand-out
      </Button>
      <HandOutDialog of={of} opened={opened} onClose={() => setOpened(false)} />
    </Group>
  );
}
