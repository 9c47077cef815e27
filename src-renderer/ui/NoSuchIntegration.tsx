import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { nearestName } from '#shared/edit-distance.ts';

interface NoSuchIntegrationProps {
  /** What an address or a saved filter asks for. */
  readonly meant: string;
  /** What there is, written in the same way. */
  readonly names: readonly string[];
  /** Where to go for another. */
  readonly hrefOf: (name: string) => string;
}

/** Says that none has the name, and leads to the one that may be meant. */
export function NoSuchIntegration({ meant, names, hrefOf }: NoSuchIntegrationProps) {
  const nearest = nearestName(meant, names);
  return (
    <>
      There is no integration {meant}.
      {nearest !== null && (
        <>
          {' '}
          Did you mean{' '}
          <Anchor component={Link} href={hrefOf(nearest)} size="sm" underline="always">
            {nearest}
          </Anchor>
          ?
        </>
      )}
    </>
  );
}
