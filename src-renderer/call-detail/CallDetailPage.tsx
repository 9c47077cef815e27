// One call: what happened to it and where its time went. It shows what is kept and changes nothing.
import { Anchor, Box, Loader } from '@mantine/core';
import { Link } from 'wouter';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { CallDetailView, type DrawActions } from './CallDetailView.tsx';
import { useCall } from './use-call.ts';

interface CallDetailPageProps {
  readonly id: string;
  readonly actions?: DrawActions;
}

export function CallDetailPage({ id, actions }: CallDetailPageProps) {
  const { data: call, error } = useCall(id);
  return (
    <Box maw={1100}>
      <PageHead title={call ? `${call.method} ${call.integration ?? call.path}` : 'Call'}>
        <Anchor component={Link} href="/calls" size="xs">
          Live log
        </Anchor>
      </PageHead>
      {error && <ProblemNote error={error} />}
      {call ? (
        <CallDetailView call={call} actions={actions} />
      ) : (
        !error && <Loader size="sm" aria-label="Loading" />
      )}
    </Box>
  );
}
