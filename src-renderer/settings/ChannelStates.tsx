import { Text } from '@mantine/core';
import { formatDateTime } from '#renderer/ui/format.ts';
import type { ChannelState } from '#shared/model/notification.ts';
import { channelText } from './rule-words.ts';

/** Each channel of a rule, and what became of its last word. */
export function ChannelStates({ channels }: { readonly channels: readonly ChannelState[] }) {
  if (channels.length === 0) return <span className="quiet">the list alone</span>;
  return channels.map(({ channel, waiting, lastSentAt, lastError }) => (
    <div key={JSON.stringify(channel)}>
      {channelText(channel)}
      {lastError === null && lastSentAt !== null && (
        <span className="quiet">, last sent {formatDateTime(lastSentAt)}</span>
      )}
      {lastError !== null && (
        <Text component="span" display="block" size="xs" c="red">
          Failed {formatDateTime(lastError.at)}, attempt {lastError.attempts}: {lastError.text}
        </Text>
      )}
      {waiting > 0 && <div className="quiet">{waiting} to be delivered</div>}
    </div>
  ));
}
