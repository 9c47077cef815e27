import { Button, Group, Loader, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { orpc, queryClient } from '#renderer/app/queries.ts';
import { useReasonAgainst } from '#renderer/app/role.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { ProblemNote } from '#renderer/ui/ProblemNote.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { formatNumberOf } from '#renderer/ui/format.ts';
import type { InstallationFile } from '#shared/model/installation.ts';
import { ChangesTable } from './ChangesTable.tsx';
import { MadeKeys } from './MadeKeys.tsx';
import { rowsOf } from './change-rows.ts';

/** What a file would change, and after somebody has said so, what it has changed. */
export function FilePlan({ file, onDone }: { readonly file: InstallationFile; readonly onDone: () => void }) {
  const plan = useQuery({
    ...orpc.installation.apply.queryOptions({ input: { file, dryRun: true } }),
    // It is looked at, decided about and gone.
    gcTime: 0,
  });
  const apply = useMutation(
    orpc.installation.apply.mutationOptions({
      onSuccess() {
        // Whoever opens an integration next must not begin with what it was before.
        queryClient.removeQueries({ queryKey: orpc.integrations.get.key() });
        return queryClient.invalidateQueries();
      },
    }),
  );
  const reason = useReasonAgainst('designer');
  if (apply.data) {
    return (
      <>
        <Note tone="plain" text="Applied. What follows is what the file changed." />
        <MadeKeys keys={apply.data.madeKeys} />
        <ChangesTable rows={rowsOf(apply.data)} isDone />
        <Group>
          <Button component={Link} to="/" onClick={onDone}>
            Go to the integrations
          </Button>
        </Group>
      </>
    );
  }
  if (plan.error) return <ProblemNote error={plan.error} />;
  if (!plan.data) return <Loader size="sm" aria-label="Comparing" />;
  const rows = rowsOf(plan.data);
  const changing = rows.filter(({ action }) => action !== 'keep').length;
  return (
    <>
      {apply.error && <ProblemNote error={apply.error} />}
      <Group justify="space-between" align="flex-start">
        <Text maw={560}>
          {changing === 0
            ? 'The file changes nothing: the installation is what it says.'
            : `${formatNumberOf(changing, 'change')}, all of them or none. What the file does not name stays as it is.`}
        </Text>
        <Group gap="xs">
          <Button variant="default" component={Link} to="/" onClick={onDone}>
            Cancel
          </Button>
          <ReasonedButton
            reason={reason ?? (changing === 0 ? 'There is nothing to apply.' : null)}
            loading={apply.isPending}
            onClick={() => apply.mutate({ file })}
          >
            Apply
          </ReasonedButton>
        </Group>
      </Group>
      <ChangesTable rows={rows} />
    </>
  );
}
