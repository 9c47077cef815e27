import { Stack, Text } from '@mantine/core';
import type { CallDetail } from '#shared/model/call.ts';
import { Note } from '#renderer/ui/Note.tsx';
import { BodyView } from './BodyView.tsx';
import { NameValues } from './NameValues.tsx';
import { parametersOf } from './parameters-of.ts';

/** What was received, credentials left out. */
export function RequestTab({ call }: { readonly call: CallDetail }) {
  const { method, path, rawQuery, headers, httpVersion, remoteAddress, peerAddress, body } = call.request;
  return (
    <Stack gap="sm">
      <div>
        <span className="mono">
          {method} {path}
          {rawQuery !== '' && `?${rawQuery}`}
        </span>
        <Text size="xs" c="dimmed">
          HTTP/{httpVersion} from {remoteAddress}
          {peerAddress !== null && ` through the proxy ${peerAddress}`}
        </Text>
      </div>
      {call.request.bodyFinding !== null && (
        <Note tone="warning" text={`The body is not as declared: ${call.request.bodyFinding}`} />
      )}
      <BodyView id={call.id} of="request" headers={headers} body={body} />
      <NameValues title="parameter" rows={parametersOf(call.request)} none="No query parameters." />
      <NameValues title="header" rows={headers} none="No headers." />
    </Stack>
  );
}
