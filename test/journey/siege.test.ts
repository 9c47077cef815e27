// While somebody holds connections, sends slowly, takes nothing or floods, everybody else is served: each call of theirs
// is answered, and rightly. How fast is measured by `npm run bench`.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { exchange, openRaw, type RawSocket } from '#test/support/raw-socket.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
let port: number;
let orders: string;
let echo: string;
let attackers: RawSocket[] = [];
let timers: NodeJS.Timeout[] = [];
beforeEach(async () => {
  at = await startRuntime(await newFolder(), { drainMs: 100 });
  port = Number(new URL(at.url).port);
  const authentication = { kind: 'apiKeys' as const, keys: [{ label: 'ERP', key: 'key-of-the-erp' }] };
  orders = pathOf((await create(at, draft('Orders', { authentication }))).address);
  echo = pathOf(
    (await create(at, draft('Echo', { authentication, requestResponse: true }, { dataProcessing: 'body' })))
      .address,
  );
});
afterEach(async () => {
  for (const timer of timers) clearInterval(timer);
  for (const raw of attackers) raw.close();
  [attackers, timers] = [[], []];
  await at.stop();
  await dropFolder(at.folder);
  expect(at.errors).toEqual([]);
});

const pathOf = (address: string): string => new URL(address).pathname;
const attack = (count: number, bytes: (at: number) => string): RawSocket[] => {
  const opened = Array.from({ length: count }, (_, one) => {
    const raw = openRaw(port);
    const sent = bytes(one);
    if (sent !== '') raw.send(sent);
    return raw;
  });
  attackers.push(...opened);
  return opened;
};
/** A byte of each now and then. */
const dribble = (raws: readonly RawSocket[]): void => {
  timers.push(setInterval(() => raws.forEach((raw) => raw.send('x')), 250));
};
const head = (path: string, more: string, method = 'POST'): string =>
  `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n${more}`;
const key = 'X-Api-Key: key-of-the-erp\r\n';

/** Callers who do as they should: on connections of their own and on kept ones; gives how many answers were wrong. */
async function serveOthers(): Promise<number> {
  let wrong = 0;
  const call = async (raw: RawSocket, number: number): Promise<void> => {
    const body = `{"number":${number}}`;
    const rest = `${key}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    raw.send(head(number % 2 ? echo : orders, rest));
    const answer = await raw.answer();
    const isRight = number % 2 ? answer?.status === 200 && answer.body === body : answer?.status === 202;
    if (!isRight) wrong += 1;
  };
  const kept = Array.from({ length: 5 }, async (_, one) => {
    const raw = openRaw(port);
    for (let number = 0; number < 20; number += 1) await call(raw, one * 20 + number);
    raw.close();
  });
  const fresh = Array.from({ length: 5 }, async (_, one) => {
    for (let number = 0; number < 20; number += 1) {
      const raw = openRaw(port);
      await call(raw, one * 20 + number);
      raw.close();
    }
  });
  await Promise.all([...kept, ...fresh]);
  return wrong;
}

/** Everything that others hold is let go in the end. */
async function leave(): Promise<void> {
  for (const timer of timers) clearInterval(timer);
  for (const raw of attackers) raw.close();
  await until(
    () => at.runtime.load(),
    ({ bodyBytes, waitingCallers, commitWaitMs }) => bodyBytes + waitingCallers + commitWaitMs === 0,
  );
  expect(await serveOthers()).toBe(0);
}

describe('others are served', () => {
  it('H117: more connections than there are places', async () => {
    const silent = attack(1_100, () => '');
    expect(await serveOthers()).toBe(0);
    let gone = 0;
    for (const raw of silent) void raw.ended.then(() => (gone += 1));
    await until(
      () => gone,
      (count) => count >= 1_100 - 1_024,
    );
    await leave();
  });

  it('beside heads that never end, more of them than there are places', async () => {
    const raws = attack(1_100, () => head(orders, 'X-Slow: '));
    dribble(raws);
    expect(await serveOthers()).toBe(0);
    await leave();
  });

  it('beside bodies that never end', async () => {
    const raws = attack(300, () => head(orders, `${key}Content-Length: 100000\r\n\r\n`));
    dribble(raws);
    expect(await serveOthers()).toBe(0);
    await leave();
  });

  it('beside bodies that never end and have taken all memory for bodies, once they are seen to be slow', async () => {
    const raws = attack(400, () => head(orders, `${key}Content-Length: 10000000\r\n\r\n`));
    dribble(raws);
    const probe = () => exchange(port, head(orders, `${key}Content-Length: 1\r\n\r\na`));
    await until(probe, (answer) => answer?.status === 503);
    await until(probe, (answer) => answer?.status === 202);
    expect(await serveOthers()).toBe(0);
    await leave();
  });

  it('beside callers who take nothing of their answers', async () => {
    const body = JSON.stringify('x'.repeat(200_000));
    const rest = `${key}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const raws = attack(30, () => '');
    for (const raw of raws) {
      raw.pause();
      raw.send(head(echo, rest).repeat(5));
    }
    expect(await serveOthers()).toBe(0);
    await leave();
  });

  it('beside a flood of wrong keys, unknown addresses and garbage', async () => {
    const kinds = [
      head(orders, 'X-Api-Key: key-of-nobody\r\n\r\n', 'GET'),
      head('/aaaaa/Nothing', '\r\n', 'GET'),
      head(orders, 'X-Api-Key: a\r\nX-Api-Key: b\r\n\r\n', 'GET'),
      '\x16\x03\x01\x02\x00garbage\r\n\r\n',
    ];
    let flooding = true;
    const floods = Array.from({ length: 40 }, async (_, one) => {
      while (flooding) {
        const [raw] = attack(1, () => kinds[one % kinds.length]!.repeat(20));
        await raw?.answer();
        raw?.close();
      }
    });
    expect(await serveOthers()).toBe(0);
    flooding = false;
    await Promise.all(floods);
    await leave();
  });
});
