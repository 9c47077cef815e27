// The nearest thing that many build themselves: Fastify that puts each call in a BullMQ queue before its 202.
import { Queue } from 'bullmq';
import Fastify from 'fastify';

const [port, redisPort] = process.argv.slice(2).map(Number);
const queue = new Queue('calls', { connection: { host: '127.0.0.1', port: redisPort! } });
await queue.waitUntilReady();
const app = Fastify({ logger: false });
app.post('/bench/Bullmq', async ({ headers, body }, reply) => {
  const job = await queue.add('call', { headers, body });
  void reply.code(202);
  return { callId: job.id, state: 'waiting' };
});
await app.listen({ host: '127.0.0.1', port: port! });
process.stdout.write(`${JSON.stringify({ event: 'ready' })}\n`);
process.on('SIGTERM', () => process.exit(0));
