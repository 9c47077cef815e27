import { Stack, Text } from '@mantine/core';
import { type CallDetail, isOpen } from '#shared/model/call.ts';
import { BodyView } from './BodyView.tsx';
import { NameValues } from './NameValues.tsx';

/** The workflow's answer, and what the caller was answered where that is another. */
export function ResponseTab({ call }: { readonly call: CallDetail }) {
  const { response, answeredStatus } = call;
  return (
    <Stack gap="sm">
      <Text>{saidToCaller(call)}</Text>
      {response && (
        <>
          {response.status !== answeredStatus && (
            <Text>The result of the execution has status {response.status}.</Text>
          )}
          <BodyView id={call.id} of="response" body={response.body} />
          <NameValues title="header" rows={response.headers} none="No headers." />
        </>
      )}
    </Stack>
  );
}

function saidToCaller({ answeredStatus, state, timings }: CallDetail): string {
  if (answeredStatus !== null) return `The caller was answered ${answeredStatus}.`;
  if (timings.callerGoneMs !== null) return 'The caller hung up before an answer.';
  return isOpen(state) ? 'The caller has no answer yet.' : 'No answer is known.';
}
