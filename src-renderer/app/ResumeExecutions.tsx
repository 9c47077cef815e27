import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { failureOf } from '#shared/contract/failure.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { sayProblem } from '#renderer/ui/words.ts';
import { orpc } from './queries.ts';
import { useReasonAgainst } from './role.ts';

/** The way out of the pause after a crash loop; the alarm goes when it worked. */
export function ResumeExecutions({ onDone }: { readonly onDone: (words: string) => void }) {
  const byRole = useReasonAgainst('operator');
  const queryClient = useQueryClient();
  const resuming = useMutation(
    orpc.host.resumeExecutions.mutationOptions({
      onSuccess: (status) => {
        queryClient.setQueryData(orpc.host.status.queryKey(), status);
        onDone('Executions are resumed: calls that waited run now.');
      },
    }),
  );
  return (
    <>
      {resuming.error && (
        <Text size="xs" role="alert">
          {sayProblem(failureOf(resuming.error))}
        </Text>
      )}
      <ReasonedButton
        variant="default"
        size="compact-xs"
        loading={resuming.isPending}
        reason={byRole}
        onClick={() => resuming.mutate({})}
      >
        Resume executions
      </ReasonedButton>
    </>
  );
}
