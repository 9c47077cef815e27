import { Button } from '@mantine/core';
import { Link } from 'wouter';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { PageHead } from '#renderer/ui/PageHead.tsx';

/** What stands at an address that is none. */
export function NoSuchPage({ place }: { readonly place: string }) {
  return (
    <>
      <PageHead title="No such page" />
      <EmptyState
        title={`There is nothing at ${place}`}
        text="The address was mistyped, or is one of another version of Hookline."
      >
        <Button component={Link} to="/" variant="default">
          Go to the integrations
        </Button>
      </EmptyState>
    </>
  );
}
