import type { RunPool } from '#main/run/pool.ts';
import { Connection, type ConnectionOf } from '#shared/model/connection.ts';
import type { Step } from '#shared/model/step.ts';
import { createServer } from 'node:net';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import type { z } from 'zod';
import { startMailSink } from '#test/support/mail-sink.ts';
import { conditionsWith, resultOf, run, startPool, stepsOf } from './run-workflow.ts';

const ended: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end();
});

type Email = Omit<Extract<z.input<typeof Step>, { kind: 'email' }>, 'kind' | 'name' | 'connection'>;
const mail: Email = { to: 'ann@example.com', subject: 'Order', body: 'It is there.' };

const startSink = async (options: SMTPServerOptions = {}) => {
  const sink = await startMailSink(options);
  ended.push(sink.close);
  return sink;
};

function poolFor(port: number, more: Partial<ConnectionOf<'smtp'>> = {}): RunPool {
  const settings = Connection.parse({
    kind: 'smtp',
    name: 'mail',
    host: '127.0.0.1',
    port,
    security: 'none',
    from: 'erp@example.com',
    ...more,
  });
  const pool = startPool({
    size: 1,
    conditions: conditionsWith({
      connections: { mail: { settings, isReadable: true } },
      secrets: more.password === undefined ? [] : [more.password],
    }),
  });
  ended.push(() => pool.close());
  return pool;
}

const send = (
  pool: RunPool,
  given: Partial<Email>,
  more: { onError?: 'continue'; timeoutSeconds?: number } = {},
  body: unknown = null,
) =>
  run(pool, [{ name: 'tell', kind: 'email', connection: 'mail', ...mail, ...given, ...more }], {
    body: JSON.stringify(body),
  });

test('a mail is sent with text, HTML and attachments, and the result says who was taken', async () => {
  const { port, received } = await startSink();
  const outcome = await send(
    poolFor(port),
    {
      to: ['Ann <ann@example.com>', { from: 'body.more' }],
      bcc: 'cleo@example.com',
      subject: 'Order {{ body.id }} – done',
      html: '<p>{{ body.id }}</p>',
      attachments: [
        { filename: 'order.json', content: { from: 'body' } },
        { filename: 'note.txt', content: 'Hello' },
      ],
    },
    {},
    { id: 7, more: 'bob@example.com' },
  );
  expect(resultOf(outcome)).toEqual({
    messageId: expect.stringMatching(/@example\.com>$/),
    accepted: ['ann@example.com', 'bob@example.com', 'cleo@example.com'],
    rejected: [],
    response: expect.stringMatching(/^250/),
  });
  const [{ to, head, text } = { to: [], head: '', text: '' }] = received;
  expect(to).toEqual(['ann@example.com', 'bob@example.com', 'cleo@example.com']);
  expect(head).toMatch(/^To: Ann <ann@example.com>, bob@example.com\r$/m);
  expect(head).toMatch(/^From: erp@example.com\r$/m);
  expect(head).not.toContain('cleo');
  expect(text).toContain('<p>7</p>');
  expect(text).toMatch(/filename=order\.json/);
  expect(text).toContain(Buffer.from(JSON.stringify({ id: 7, more: 'bob@example.com' })).toString('base64'));
});

test('what comes with a call adds neither lines to the head nor recipients', async () => {
  const { port, received } = await startSink();
  const pool = poolFor(port);
  const subject = { from: 'body.text' };
  const hostile = { text: 'Hi\r\nBcc: eve@example.com\r\n\r\nbody' };
  expect((await send(pool, { subject }, {}, hostile)).problem).toBe(null);
  expect(received[0]?.to).toEqual(['ann@example.com']);
  expect(received[0]?.head).not.toMatch(/^Bcc:/m);
  for (const to of [
    'ann@example.com, eve@example.com',
    'ann@example.com\r\nBcc: eve@example.com',
    'nobody',
  ]) {
    const outcome = await send(pool, { to: { from: 'body.to' } }, {}, { to });
    expect(outcome.problem?.reason).toMatch(/is not one mail address/);
  }
  expect(received).toHaveLength(1);
});

test('a refused recipient is the status of the error', async () => {
  const { port } = await startSink({
    onRcptTo: (_address, _session, done) =>
      done(Object.assign(new Error('no such box'), { responseCode: 550 })),
  });
  const outcome = await send(poolFor(port), {}, { onError: 'continue' });
  expect(resultOf(outcome)).toMatchObject({
    error: { status: 550, message: expect.stringContaining('no such box') },
  });
});

test('a login is made, and its password is nowhere to be read', async () => {
  const { port, received } = await startSink({
    onAuth: ({ username, password }, _session, done) =>
      password === 'right-password' ? done(null, { user: username }) : done(new Error(`wrong: ${password}`)),
    allowInsecureAuth: true,
    authOptional: false,
  });
  expect((await send(poolFor(port, { user: 'erp', password: 'right-password' }), {})).problem).toBe(null);
  const failed = await send(poolFor(port, { user: 'erp', password: 'wrong-password' }), {});
  expect(failed.problem?.reason).toMatch(/Invalid login/);
  expect(JSON.stringify(failed)).not.toContain('wrong-password');
  expect(received).toHaveLength(1);
});

test('STARTTLS is insisted on, and so is a certificate that is good for the host', async () => {
  const { port, received } = await startSink({ disabledCommands: [] });
  const refused = await send(poolFor(port, { security: 'startTls' }), {});
  expect(refused.problem?.reason).toMatch(/certificate|altnames/i);
  const taken = await send(poolFor(port, { security: 'startTls', insecure: true }), {});
  expect(taken.problem).toBe(null);
  expect(received).toHaveLength(1);
  const plain = await startSink();
  const without = await send(poolFor(plain.port, { security: 'startTls' }), {});
  expect(without.problem?.reason).toMatch(/STARTTLS/);
  expect(plain.received).toEqual([]);
});

test('a server that says nothing is left when the time is over', async () => {
  let closed = 0;
  const silent = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('close', () => (closed += 1));
    socket.resume();
  });
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  ended.push(() => new Promise((done) => silent.close(done)));
  const address = silent.address();
  const pool = poolFor(typeof address === 'object' && address !== null ? address.port : 0);
  const outcome = await send(pool, {}, { timeoutSeconds: 0.5 });
  expect(outcome.problem?.reason).toBe('tell: It took longer than its limit of 0.5 s.');
  await expect.poll(() => closed, { timeout: 10_000 }).toBe(1);
  expect(stepsOf(outcome)[0]?.input).toContain('"subject":"Order"');
});
