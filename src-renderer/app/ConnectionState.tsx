import { useQuery } from '@tanstack/react-query';
import type { ListenerStatus } from '#shared/model/setting.ts';
import { StateBadge, type Tone } from '#renderer/ui/StateBadge.tsx';
import { useConnection, type Connection } from './client.ts';
import { orpc } from './queries.ts';

const said: Record<Connection['state'], readonly [Tone, string]> = {
  connecting: ['waiting', 'Connecting…'],
  connected: ['good', 'Connected'],
  lost: ['bad', 'Connection lost, trying again'],
  refused: ['bad', 'The token is not accepted'],
};

const listenerNames: Record<ListenerStatus['kind'], string> = {
  http: 'HTTP',
  https: 'HTTPS',
  admin: 'Admin',
};

/** The listeners, up or why not, and the connection of this window to the runtime. */
export function ConnectionState() {
  const { state } = useConnection();
  const status = useQuery(orpc.host.status.queryOptions({ refetchInterval: 10_000 }));
  const [tone, text] = said[state];
  return (
    <div role="status" aria-label="State of the runtime">
      {status.data?.listeners.map((listener) => (
        <div key={listener.kind} title={listener.problem?.text}>
          <StateBadge
            tone={listener.up ? 'good' : 'bad'}
            text={`${listenerNames[listener.kind]} ${listener.up ? '' : 'down '}${listener.host}:${listener.port}`}
          />
          {listener.problem && <div>{listener.problem.text}</div>}
        </div>
      ))}
      <StateBadge tone={tone} text={text} />
    </div>
  );
}
