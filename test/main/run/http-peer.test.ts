// What an httpRequest makes of systems that misbehave: a failure in words, or a result, and never a wait without end.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Answer, peerTests } from './ask-peer.ts';
import { okHead, startMisbehavingPeer } from './misbehaving-peer.ts';
import { resultOf, stepsOf } from './run-workflow.ts';

const { ask, askAgain, peer } = peerTests();

describe('an answer that', () => {
  test('does not begin fails the step at its own limit, and its connection is gone', async () => {
    const { reason } = await ask(() => undefined, { firstByteTimeoutSeconds: 0.2 });
    expect(reason).toBe(`send: No answer began within 0.2 s (GET ${peer().url}/)`);
    await peer().idle();
  });

  test('has a head without an end fails the step at its own limit', async () => {
    const { reason } = await ask((_request, socket) => void socket.write('HTTP/1.1 200 OK\r\nx-slow: '), {
      firstByteTimeoutSeconds: 0.2,
    });
    expect(reason).toMatch(/^send: No answer began within 0.2 s /);
  });

  test('has a body without an end fails the step at the limit of the step, and its connection is gone', async () => {
    const { reason } = await ask(
      (_request, socket) => {
        socket.write(okHead('transfer-encoding: chunked'));
        const drip = setInterval(() => socket.write('1\r\nx\r\n'), 20);
        socket.on('close', () => clearInterval(drip));
      },
      { timeoutSeconds: 0.3 },
    );
    expect(reason).toBe('send: It took longer than its limit of 0.3 s.');
    await peer().idle();
  });

  test('is larger than the step takes fails it, and its connection is gone', async () => {
    const { reason } = await ask(
      (_request, socket) => {
        socket.write(okHead('content-type: text/plain'));
        const more = (): void => {
          while (!socket.destroyed && socket.write('x'.repeat(4_096)));
        };
        socket.on('drain', more);
        more();
      },
      { maxResponseBytes: 100_000 },
    );
    expect(reason).toBe('send: The response is larger than 100,000 bytes.');
    await peer().idle();
  });

  test.each<[string, Answer, RegExp]>([
    [
      'is reset in its middle',
      (_request, socket) => {
        socket.write(okHead('content-length: 100'));
        setTimeout(() => socket.resetAndDestroy(), 20);
      },
      /ECONNRESET|terminated|aborted/,
    ],
    [
      'is shorter than it says',
      (_request, socket) => void socket.end(`${okHead('content-length: 100')}x`),
      /closed|terminated|aborted/,
    ],
    [
      'ends in the middle of a chunk',
      (_request, socket) => void socket.end(`${okHead('transfer-encoding: chunked')}5\r\nab`),
      /closed|terminated|aborted/,
    ],
    [
      'has a chunk without a length',
      (_request, socket) => void socket.end(`${okHead('transfer-encoding: chunked')}zz\r\nab\r\n`),
      /chunk/,
    ],
    ['is no HTTP', (_request, socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'), /Expected HTTP/],
    [
      'has two lengths',
      (_request, socket) => void socket.end(`${okHead('content-length: 1', 'content-length: 2')}xy`),
      /length/,
    ],
    ['has a header that is none', (_request, socket) => void socket.end(okHead('bad header: x')), /header/i],
    [
      'has headers without an end',
      (_request, socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        for (let at = 0; at < 2_000 && !socket.destroyed; at += 1)
          socket.write(`x-${at}: ${'y'.repeat(100)}\r\n`);
      },
      /The headers of the answer are larger than 64 KiB|Headers Overflow/,
    ],
    ['does not come at all', (_request, socket) => void socket.destroy(), /closed|ECONNRESET|hang up/],
  ])('%s fails the step in words', async (_name, answer, words) => {
    const { reason } = await ask(answer);
    expect(reason).toMatch(/^send: /);
    expect(reason).toMatch(words);
  });

  test('is longer than it says ends where it says, and nobody takes the rest for another answer', async () => {
    const answer: Answer = (_request, socket) =>
      void socket.write(
        `${okHead('content-length: 2', 'content-type: text/plain')}okHTTP/1.1 500 No\r\n\r\n`,
      );
    const { result } = await ask(answer);
    expect(result).toMatchObject({ status: 200, body: 'ok' });
    const again = await askAgain();
    expect(again.result).toMatchObject({ status: 200, body: 'ok' });
  });

  test('comes in chunks, or until the connection ends, is whole', async () => {
    const chunks = `${okHead('transfer-encoding: chunked', 'content-type: text/plain')}2\r\nab\r\n1;x=y\r\nc\r\n0\r\nlate: 1\r\n\r\n`;
    expect((await ask(chunks)).result).toMatchObject({ body: 'abc' });
    expect((await ask(`${okHead('content-type: text/plain')}to the end`)).result).toMatchObject({
      body: 'to the end',
    });
  });
});

describe('an answer whose status is to be tried again', () => {
  const busyOnce = (retryAfter: () => string): Answer => {
    let asked = 0;
    return (_request, socket) => {
      asked += 1;
      const busy = `HTTP/1.1 429 Busy\r\nretry-after: ${retryAfter()}\r\ncontent-length: 0\r\n\r\n`;
      socket.write(asked === 1 ? busy : okHead('content-length: 0'));
    };
  };
  /** In one at least: a date has no parts of a second, and takes a while to be heard. */
  const inOneSecond = (): string => new Date(Date.now() + 3_500).toUTCString();

  test.each([
    ['in seconds', () => '1', 990],
    ['as a date', inOneSecond, 900],
    ['as nothing that is known', () => 'soon', 0],
    ['as a date that has passed', () => 'Wed, 21 Oct 2015 07:28:00 GMT', 0],
  ])('is, and not before the server allows it %s', async (_name, retryAfter, leastMs) => {
    const { outcome, result } = await ask(busyOnce(retryAfter), {
      retry: { attempts: 2, waitSeconds: [0], onStatus: [429, 503] },
    });
    expect(result).toMatchObject({ status: 200 });
    const attempts = stepsOf(outcome)[0]?.attempts ?? [];
    expect(attempts.map(({ error }) => error)).toEqual([`It was answered 429 (GET ${peer().url}/)`, null]);
    const [first, second] = attempts;
    const waitedMs = (second?.startedMs ?? 0) - (first?.startedMs ?? 0) - (first?.durationMs ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(leastMs);
  });

  test('fails the step after the last attempt, and at once where nobody can wait so long', async () => {
    const busy = 'HTTP/1.1 503 Busy\r\nretry-after: 86400\r\n\r\n';
    const { outcome, reason } = await ask(busy, {
      retry: { attempts: 3, waitSeconds: [0], onStatus: [503] },
      onError: 'continue',
    });
    expect(reason).toBe(undefined);
    const error = { message: `It was answered 503 (GET ${peer().url}/)`, status: 503 };
    expect(resultOf(outcome)).toEqual({ error });
    expect(peer().received).toHaveLength(1);
  });
});

describe('redirects', () => {
  test('in a loop end', async () => {
    const { reason } = await ask(
      (_request, socket) =>
        void socket.end('HTTP/1.1 302 Found\r\nlocation: /again\r\ncontent-length: 0\r\n\r\n'),
    );
    expect(reason).toBe(`send: It was redirected in a loop (GET ${peer().url}/)`);
    expect(peer().received.length).toBeLessThan(5);
  });

  test('to another origin take no key, token or client certificate along', async () => {
    const other = await startMisbehavingPeer(
      (_request, socket) => void socket.end(okHead('content-length: 0')),
    );
    for (const authentication of [
      { kind: 'apiKey', header: 'x-erp', key: 'abc-key' },
      { kind: 'basic', user: 'me', password: 'abc-pass' },
      { kind: 'bearer', token: 'abc-token' },
    ] as const) {
      const { result } = await ask(
        (_request, socket) =>
          void socket.end(`HTTP/1.1 307 Moved\r\nlocation: ${other.url}/there\r\ncontent-length: 0\r\n\r\n`),
        { authentication },
      );
      expect(result).toMatchObject({ status: 200 });
      expect(peer().received[0]).toMatch(/abc-|authorization: Basic/);
    }
    await other.close();
    expect(other.received).toHaveLength(3);
    expect(other.received.join()).not.toMatch(/abc-|authorization|x-erp/i);
  });
});

test('connections are used again, by requests of other executions too', async () => {
  const answer: Answer = (_request, socket) => void socket.write(okHead('content-length: 0'));
  await ask(answer);
  for (let at = 0; at < 3; at += 1) {
    await askAgain();
  }
  expect(peer().connections).toBe(1);
  expect(peer().received).toHaveLength(4);
});

test('a secret in a header that cannot be sent stands in no error', async () => {
  const secret = `${createHash('sha256').update('s').digest('hex')}\n`;
  const { reason } = await ask(okHead(), { authentication: { kind: 'bearer', token: secret } });
  expect(reason).toMatch(/header/);
  expect(reason).not.toContain(secret.trim());
});
