// A mail server that takes everything and keeps nothing.
import { SMTPServer } from 'smtp-server';

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  logger: false,
  onData(stream, _session, done) {
    stream.resume();
    stream.on('end', () => done());
  },
});
server.on('error', () => undefined);
server.listen(Number(process.argv[2]), '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ event: 'ready' })}\n`),
);
process.on('SIGTERM', () => process.exit(0));
