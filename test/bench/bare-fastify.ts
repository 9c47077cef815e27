// What is measured against: Fastify with nothing behind it, answering as much as a 202 of Hookline does.
import Fastify from 'fastify';

const app = Fastify({ logger: false });
const statusUrl = '/bench/Bare/calls/01981f5c-0000-7000-8000-000000000000';
app.post('/bench/Bare', (_request, reply) => {
  void reply.code(202).header('location', statusUrl);
  return { callId: '01981f5c-0000-7000-8000-000000000000', state: 'waiting', statusUrl };
});
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
process.stdout.write(`${JSON.stringify({ event: 'ready' })}\n`);
process.on('SIGTERM', () => process.exit(0));
