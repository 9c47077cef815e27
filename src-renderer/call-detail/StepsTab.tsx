import { Stack, Text } from '@mantine/core';
import { type CallDetail, isOpen } from '#shared/model/call.ts';
import { attemptsOf, lastSteps } from './attempts.ts';
import { Attempts, outcomeWords } from './Attempts.tsx';
import { Steps } from './Steps.tsx';

/** What each step took, made and said, attempt by attempt where there were several. */
export function StepsTab({ call }: { readonly call: CallDetail }) {
  const attempts = attemptsOf(call);
  if (attempts.length > 1) return <Attempts attempts={attempts} />;
  const [only] = attempts;
  const steps = lastSteps(call);
  return (
    <Stack gap="sm">
      {steps.length === 0 && <Text c="dimmed">{none(call)}</Text>}
      {steps.every(({ error }) => error === null) && only?.problem && (
        <Text>
          {outcomeWords[only.outcome]}: {only.problem.text}
        </Text>
      )}
      <Steps steps={steps} />
    </Stack>
  );
}

function none({ state, runMs }: CallDetail): string {
  if (isOpen(state)) return 'The steps appear here once they have run.';
  return runMs === null ? 'The call did not run.' : 'The workflow has no steps; its input is the result.';
}
