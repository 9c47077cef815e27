// The core in a process of its own, to be killed: `node serve-life.js <data folder>`. Tells its address
// when it is ready, and how it is when it is asked; ends in order on SIGTERM, with 70 where nothing can be kept.
import { localClient } from '#main/capability/local-client.ts';
import { compose } from '#main/compose.ts';
import { testHost } from '#test/support/host.ts';

const composed = await compose(testHost(process.argv[2]!), { http: { host: '127.0.0.1', port: 0 } });
if (!composed.ok) throw new Error(composed.problem.detail);
const { router, status, close, lost } = composed.value;
const client = localClient(router);
process.on('SIGTERM', () => void close().then(() => process.exit(0)));
void lost.then(() => process.exit(70));
process.on('message', () => {
  void countOpen().then((open) => process.send?.({ open, rss: process.memoryUsage.rss() }));
});

/** On disk, where a kill finds them: memory may know of an end before. A thousand at most. */
async function countOpen(): Promise<number> {
  let before: number | undefined;
  for (;;) {
    const page = await client.calls.list({ state: ['waiting', 'running'], limit: 1_000, before });
    // A page may be empty before the log is.
    if (page.calls.length > 0 || page.nextBefore === null) return page.calls.length;
    before = page.nextBefore;
  }
}

// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
const { listeners, recovery, alarms } = status();
// Lives that die early may finish nothing three times in a row; the run has an operator who knows why.
if (alarms.some(({ code }) => code === 'executions_paused')) await client.host.resumeExecutions();
process.send?.({ url: listeners[0]!.url, damage: recovery?.problem.text ?? null });
