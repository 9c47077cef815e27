import { Stack, Text } from '@mantine/core';
import { type CallDetail, isOpen } from '#shared/model/call.ts';
import { attemptsOf, lastSteps, whyNoSteps } from './attempts.ts';
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
      {steps.length === 0 && <Text c="dimmed">{only === undefined ? notRun(call) : whyNoSteps(only)}</Text>}
      {steps.every(({ state }) => state !== 'failed') && only?.problem && (
        <Text>
          {outcomeWords[only.outcome]}: {only.problem.text}
        </Text>
      )}
      <Steps steps={steps} />
    </Stack>
  );
}

const notRun = ({ state }: CallDetail): string =>
  isOpen(state) ? 'The steps appear here once they have run.' : 'The call did not run.';
