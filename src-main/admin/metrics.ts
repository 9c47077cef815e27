import type { Load } from '#main/runtime.ts';
import type { Router } from '#main/capability/router.ts';
import { localClient } from '#main/capability/local-client.ts';

/** How the installation does, in the text format of Prometheus (0.0.4). */
export async function metricsText(router: Router, load: Load): Promise<string> {
  const client = localClient(router);
  const [status, lanes] = await Promise.all([client.host.status(), client.lanes.list()]);
  const label = (lane: string): string => `{lane="${lane}"}`;
  const laneGauge = (
    name: string,
    help: string,
    of: (lane: (typeof lanes)[number]) => number | null,
  ): string =>
    gauge(
      name,
      help,
      lanes.map((lane): Sample => [label(lane.lane), of(lane)]),
    );
  const secondsSince = (time: string | null): number =>
    time === null ? 0 : (Date.now() - Date.parse(time)) / 1000;
  return [
    gauge('hookline_up', 'Whether the service runs.', [[`{version="${status.version}"}`, 1]]),
    gauge('hookline_start_time_seconds', 'When it was started.', [['', Date.parse(status.startedAt) / 1000]]),
    gauge(
      'hookline_listener_up',
      'Whether a listener is up.',
      status.listeners.map(({ kind, up }): Sample => [`{kind="${kind}"}`, up ? 1 : 0]),
    ),
    gauge('hookline_waiting_bytes', 'Bytes of the bodies of waiting calls.', [['', load.waitingBytes]]),
    gauge('hookline_waiting_callers', 'Callers that wait for a result.', [['', load.waitingCallers]]),
    gauge('hookline_body_bytes', 'Bytes of the bodies that are being received.', [['', load.bodyBytes]]),
    gauge('hookline_commit_wait_seconds', 'How long the oldest call has been on its way to disk.', [
      ['', load.commitWaitMs / 1000],
    ]),
    gauge('hookline_failed_handshakes', 'TLS handshakes that came to nothing since the start.', [
      ['', load.failedHandshakes],
    ]),
    gauge('hookline_followers', 'Screens and commands that follow the log.', [['', load.followers]]),
    gauge('hookline_unwritten_refusals', 'Refused calls that were too many to be written.', [
      ['', load.unwrittenRefusals],
    ]),
    laneGauge('hookline_lane_waiting_calls', 'Calls that wait.', ({ waiting }) => waiting),
    laneGauge('hookline_lane_running_calls', 'Calls that run.', ({ running }) => running),
    laneGauge(
      'hookline_lane_oldest_waiting_seconds',
      'Age of the oldest waiting call.',
      ({ oldestWaitingAt }) => secondsSince(oldestWaitingAt),
    ),
    laneGauge(
      'hookline_lane_finished_last_minute',
      'Executions that ended within the last minute.',
      ({ finishedLastMinute }) => finishedLastMinute,
    ),
    laneGauge('hookline_lane_mean_run_seconds', 'Mean run of the last executions.', ({ meanRunMs }) =>
      meanRunMs === null ? null : meanRunMs / 1000,
    ),
  ].join('');
}

type Sample = readonly [labels: string, value: number | null];

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.flatMap(([labels, value]) => (value === null ? [] : [`${name}${labels} ${value}\n`]));
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}
