// The core in a process of its own, to be killed: `node serve-life.ts <data folder>`. Tells its address
// when it is ready, and how it is when it is asked; ends in order on SIGTERM, with 70 where nothing can be kept.
import { localClient } from '#main/capability/local-client.ts';
import { compose } from '#main/compose.ts';
import { testHost } from '#test/support/host.ts';

const host = testHost(process.argv[2]!);
const store = process.env.MUTANT ? new URL('./mutant-store.ts', import.meta.url) : host.workers.store;
const composed = await compose(
  { ...host, workers: { ...host.workers, store } },
  { http: { host: '127.0.0.1', port: 0 } },
);
if (!composed.ok) throw new Error(composed.problem.detail);
const { router, status, close, lost } = composed.value;
const client = localClient(router);
process.on('SIGTERM', () => void close().then(() => process.exit(0)));
void lost.then(() => process.exit(70));
process.on('message', () => {
  void client.lanes.list().then((lanes) => {
    const open = lanes.reduce((sum, { waiting, running }) => sum + waiting + running, 0);
    process.send?.({ open, rss: process.memoryUsage.rss() });
  });
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(1));
const { listeners, recovery, alarms } = status();
// Lives that die early may finish nothing three times in a row; the run has an operator who knows why.
if (alarms.some(({ code }) => code === 'executions_paused')) await client.host.resumeExecutions();
process.send?.({ url: listeners[0]!.url, damage: recovery?.problem.text ?? null });
