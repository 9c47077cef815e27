// The core in a process of its own, to be killed: `node serve-child.js <data folder>`.
// Tells its address on one line of standard output; ends in order on SIGTERM.
import { compose } from '#main/compose.ts';
import { testHost } from './host.ts';

const composed = await compose(testHost(process.argv[2]!), { http: { host: '127.0.0.1', port: 0 } });
if (!composed.ok) throw new Error(composed.problem.detail);
const { status, close } = composed.value;
process.on('SIGTERM', () => void close().then(() => process.exit(0)));
// Last, so that who reads it may end the process at once.
process.stdout.write(`${status().listeners[0]!.url}\n`);
