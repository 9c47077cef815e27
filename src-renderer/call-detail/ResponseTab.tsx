import { Stack, Text, Title } from '@mantine/core';
import { CodeView } from '#renderer/ui/CodeView.tsx';
import { type CallDetail, isOpen } from '#shared/model/call.ts';
import { formsOf, textIn } from './body-forms.ts';
import { BodyView } from './BodyView.tsx';
import { NameValues } from './NameValues.tsx';

/** What the caller was answered, and the workflow's answer where that is another. */
export function ResponseTab({ call }: { readonly call: CallDetail }) {
  const { answered, response } = call;
  return (
    <Stack gap="sm">
      <Text>{saidToCaller(call)}</Text>
      {answered && <Told answer={answered} />}
      {response && (
        <>
          {answered && (
            <Title order={3} mt="sm">
              The result of the execution, with status {response.status}
            </Title>
          )}
          <BodyView id={call.id} of="response" headers={response.headers} body={response.body} />
          <NameValues title="header" rows={response.headers} none="No headers." />
        </>
      )}
    </Stack>
  );
}

/** What Hookline itself said: short, and not to be downloaded. */
function Told({ answer: { headers, body } }: { readonly answer: NonNullable<CallDetail['answered']> }) {
  const looked = { body, type: typeOf(headers) };
  return (
    <>
      {body && (
        <CodeView
          {...textIn({ ...looked, body }, formsOf({ ...looked, body })[0]!, nothingAsked)}
          label="Body of what the caller was answered"
        />
      )}
      <NameValues title="header" rows={headers} none="No headers." />
    </>
  );
}

/** Its text is at hand. */
const nothingAsked = { bytes: null, from: 0 };

const typeOf = (headers: NonNullable<CallDetail['answered']>['headers']): string =>
  headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';

function saidToCaller({ answeredStatus, state, timings, origin }: CallDetail): string {
  if (origin !== null && answeredStatus === null) return 'Nobody waits for an answer: the call is a replay.';
  if (answeredStatus !== null) return `The caller was answered ${answeredStatus}.`;
  if (timings.callerGoneMs !== null) return 'The caller hung up before an answer.';
  return isOpen(state) ? 'The caller has no answer yet.' : 'No answer is known.';
}
