// The Workflow tab: the steps from top to bottom. What a step of a kind has to fill in is drawn from its
// schema; no kind is named here.
import { Text } from '@mantine/core';
import type { DraftForm } from '#renderer/app/draft.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StepConnections } from './StepConnections.tsx';
import { StepList } from './StepList.tsx';
import { TriedOut } from './TriedOut.tsx';
import { useTryOut } from './try-out.ts';

export function WorkflowSteps({ form }: { form: DraftForm }) {
  const { run, reason } = useTryOut();
  return (
    <TriedOut>
      <Text c="dimmed" mb="sm" maw="60rem">
        Steps run from top to bottom. Each sees <code>input</code>, <code>query</code>, <code>headers</code>,{' '}
        <code>body</code>, <code>bodyError</code>, <code>call</code>, <code>env</code> and{' '}
        <code>steps.name</code> of the steps before it; the result is that of the last step that ran.
      </Text>
      <StepConnections form={form}>
        <StepList
          form={form}
          path="workflow"
          {...(reason === null ? { onRun: (at: number) => run({ until: at }) } : {})}
          empty={(add) => (
            <EmptyState
              title="No steps"
              text="Without steps the result of a call is the input that the data processing made."
            >
              {add}
            </EmptyState>
          )}
        />
      </StepConnections>
    </TriedOut>
  );
}
