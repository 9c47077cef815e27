// What Hookline itself answers a caller is told afterwards as it went out, to the byte: in the log and in exports.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HarEntry } from '#shared/har.ts';
import { isOpen, type CallDetail } from '#shared/model/call.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
beforeEach(async () => {
  at = await startRuntime(await newFolder(), { drainMs: 100 });
});
afterEach(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

/** What the edge adds to each answer, whatever it says. */
const ofEveryAnswer = new Set([
  'cache-control',
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'x-call-id',
  'x-content-type-options',
]);

interface Heard {
  readonly id: string;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

async function hear(address: string, init: RequestInit = {}): Promise<Heard> {
  const answer = await fetch(address, { method: 'POST', body: '{}', ...init });
  return {
    id: answer.headers.get('x-call-id') ?? '',
    status: answer.status,
    headers: [...answer.headers].filter(([name]) => !ofEveryAnswer.has(name)),
    body: await answer.text(),
  };
}

/** The call once it is over; a refused one is put on disk just after its answer. */
const kept = (id: string): Promise<CallDetail> =>
  until(
    () => at.client.calls.get({ id }).catch(() => null),
    (call): call is CallDetail => call !== null && !isOpen(call.state),
  ) as Promise<CallDetail>;

/** As `hear` tells it. */
const told = ({ id, answered }: CallDetail): Heard | null =>
  answered && {
    id,
    status: answered.status,
    headers: answered.headers.map(([name, value]) => [name, value] as const).toSorted(byName),
    body: answered.body?.data ?? '',
  };
const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number =>
  one < other ? -1 : 1;

async function expectTold(heard: Heard): Promise<CallDetail> {
  const call = await kept(heard.id);
  expect(told(call)).toEqual(heard);
  return call;
}

const keyed = {
  authentication: { kind: 'apiKeys' as const, keys: [{ label: 'ERP', key: 'key-of-the-erp' }] },
};
const fails = [{ name: 'check', kind: 'fail' as const, status: 409, message: 'The stock is empty.' }];
const xml = { headers: { accept: 'application/xml' } };

describe('a refused call', () => {
  it('has what its caller was told, with the headers that name a way out', async () => {
    const { address } = await create(at, draft('Guarded', keyed));
    const wrong = await hear(address, { headers: { 'x-api-key': 'key-of-nobody' } });
    expect(wrong.headers.map(([name]) => name)).toContain('www-authenticate');
    expect((await expectTold(wrong)).response).toBeNull();
    await expectTold(await hear(address, { method: 'PUT' }));
    await expectTold(await hear(`${at.url}/abcde/Nothing`, xml));
  });

  it('of a rate has when to come again, and one of a page what that may read', async () => {
    const { address } = await create(
      at,
      draft('Limited', {
        ...keyed,
        rateLimit: { calls: 1, perSeconds: 3_600 },
        origins: ['https://app.example.com'],
      }),
    );
    const headers = { 'x-api-key': 'key-of-the-erp', origin: 'https://app.example.com' };
    await expectTold(await hear(address, { headers }));
    const late = await hear(address, { headers });
    expect(late.headers.map(([name]) => name)).toEqual(
      expect.arrayContaining(['retry-after', 'ratelimit', 'access-control-allow-origin']),
    );
    await expectTold(late);
  });
});

describe('an accepted call', () => {
  it('that failed has the problem its caller was told, in the shape and the format that was asked for', async () => {
    const { address } = await create(at, draft('Broken', { requestResponse: {} }, { workflow: fails }));
    const broken = await hear(address);
    expect(broken).toMatchObject({ status: 409 });
    await expectTold(broken);
    await expectTold(await hear(address, xml));
    const listed = await create(
      at,
      draft('Listed', { requestResponse: {}, errors: 'list' }, { workflow: fails }),
    );
    await expectTold(await hear(listed.address));
    // As it was then, whatever the trigger says now.
    await expectTold(broken);
  });

  it('whose caller did not wait for the result has both', async () => {
    const { address } = await create(at, draft('Later', {}));
    const call = await expectTold(await hear(address));
    expect(call.response?.status).toBe(200);
    const slow = await create(
      at,
      draft(
        'Slow',
        { requestResponse: { timeoutSeconds: 1, onTimeout: 504 } },
        { workflow: [{ name: 'wait', kind: 'delay' as const, seconds: 4 }] },
      ),
    );
    const late = await hear(slow.address);
    expect(late.status).toBe(504);
    await expectTold(late);
  });

  it('that was answered by its workflow has that answer and no other', async () => {
    const { address } = await create(at, draft('Asked', { requestResponse: {} }));
    const { id, status } = await hear(address);
    const call = await kept(id);
    expect([status, call.response?.status, call.answered]).toEqual([200, 200, null]);
  });
});

it('a call that a step answered just before its end has the moment of its answer', async () => {
  const workflow = [
    { name: 'tell', kind: 'respond' as const, status: 404 },
    { name: 'more', kind: 'transform' as const, expression: '1', when: 'false' },
  ];
  const { address } = await create(at, draft('Told', { requestResponse: {} }, { workflow }));
  for (let count = 0; count < 5; count++) {
    const { id, status } = await hear(address);
    expect(status).toBe(404);
    await until(
      () => kept(id),
      ({ timings }) => timings.answeredMs !== null,
    );
  }
});

it('an HTTP archive has what the callers of refused and failed calls were told', async () => {
  const { address } = await create(at, draft('Broken', { requestResponse: {} }, { workflow: fails }));
  const heard = [await hear(address), await hear(`${at.url}/abcde/Nothing`)];
  for (const { id } of heard) await kept(id);
  let text = '';
  const parts = await at.client.exports.calls({ format: 'har', selection: { filter: {} } });
  for await (const part of parts) text += part.text;
  const { log } = JSON.parse(text) as { log: { entries: unknown[] } };
  const answers = log.entries.map((entry) => HarEntry.parse(entry).response);
  expect(answers.map(({ status, content }) => [status, content.text])).toEqual(
    heard.map(({ status, body }) => [status, body]),
  );
});
