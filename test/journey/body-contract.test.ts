// What a trigger declares about bodies, from the socket to the reply.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

const order = {
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: { type: 'integer' },
    lines: { type: 'array', items: { properties: { quantity: { type: 'integer', minimum: 1 } } } },
    state: { enum: ['open', 'closed'] },
  },
};
const good = { id: 7, lines: [{ quantity: 2 }], state: 'open' };

const post = (address: string, body: string | Uint8Array, type: string | null = 'application/json') =>
  fetch(address, {
    method: 'POST',
    body: Buffer.from(body),
    headers: type === null ? {} : { 'content-type': type },
  });
const send = (address: string, value: unknown) => post(address, JSON.stringify(value));
const toldOf = async (answer: Response): Promise<unknown> => {
  const { type, detail } = (await answer.json()) as { type: string; detail?: string };
  return [answer.status, type.split(':').at(-1), detail];
};
const calls = async () => (await at.client.calls.list({})).calls;

describe('a body that must be JSON', () => {
  it('is refused with 415 for another type, with 422 where it cannot be read, and taken as clients send it', async () => {
    const { address } = await create(at, draft('Orders', { bodyMustBe: 'json' }));
    expect(await toldOf(await post(address, '<a/>', 'application/xml'))).toEqual([
      415,
      'body_type_wrong',
      'The body must be JSON; application/xml came.',
    ]);
    expect(await toldOf(await post(address, '{"id":'))).toEqual([422, 'body_malformed', expect.any(String)]);
    expect(await toldOf(await post(address, '', 'application/json'))).toEqual([
      422,
      'body_malformed',
      'There is no body.',
    ]);
    const form = 'application/x-www-form-urlencoded';
    expect(await toldOf(await post(address, 'a=b', form))).toEqual([
      415,
      'body_type_wrong',
      'The body must be JSON; application/x-www-form-urlencoded came.',
    ]);
    const taken = [
      await send(address, good),
      await post(address, '{"a":"b"}', form),
      await post(address, '[1]', null),
      await post(address, '{}', 'application/vnd.acme+json'),
      await fetch(address),
    ];
    expect(taken.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202]);
    // They are written just after their answers.
    const refused = await until(
      async () => (await calls()).filter(({ state }) => state === 'refused'),
      ({ length }) => length === 4,
    );
    expect(refused.map(({ answeredStatus }) => answeredStatus)).toEqual([415, 422, 422, 415]);
  });
});

describe('a body that must be XML', () => {
  it('is one by its content type', async () => {
    const { address } = await create(at, draft('Orders', { bodyMustBe: 'xml' }));
    expect((await post(address, '<a/>', 'application/soap+xml')).status).toBe(202);
    expect((await send(address, {})).status).toBe(415);
    expect(await toldOf(await post(address, '<a', 'text/xml'))).toEqual([
      422,
      'body_malformed',
      expect.any(String),
    ]);
  });
});

describe('a body with a schema', () => {
  it('is refused with 422 that names the place and no value', async () => {
    const { address } = await create(at, draft('Orders', { bodySchema: order }));
    expect((await send(address, good)).status).toBe(202);
    const wrong = { id: 7, lines: [{ quantity: 2 }, { quantity: 'secret-value' }] };
    expect(await toldOf(await send(address, wrong))).toEqual([
      422,
      'body_not_as_declared',
      '/lines/1/quantity must be integer.',
    ]);
    expect(await toldOf(await send(address, { id: 7 }))).toEqual([
      422,
      'body_not_as_declared',
      "The body must have required property 'lines'.",
    ]);
    expect(await toldOf(await send(address, { ...good, state: 'lost' }))).toEqual([
      422,
      'body_not_as_declared',
      '/state must be one of ["open","closed"].',
    ]);
    expect(await toldOf(await post(address, Uint8Array.of(0, 1), 'image/png'))).toEqual([
      422,
      'body_not_as_declared',
      'Its content type does not say how it is read.',
    ]);
  });

  it('is compared after it came through a file, too', async () => {
    const { address } = await create(at, draft('Orders', { bodySchema: order }));
    const lines = Array.from({ length: 20_000 }, () => ({ quantity: 1, text: 'some words of it' }));
    expect((await send(address, { id: 1, lines })).status).toBe(202);
    lines[19_999]!.quantity = 0;
    expect(await toldOf(await send(address, { id: 1, lines }))).toEqual([
      422,
      'body_not_as_declared',
      '/lines/19999/quantity must be >= 1.',
    ]);
  });

  it('is accepted with a note at the call where the trigger only warns, and unseen where it is off', async () => {
    const warned = await create(at, draft('Warned', { bodySchema: order, bodySchemaCheck: 'warn' }));
    const off = await create(at, draft('Off', { bodySchema: order, bodySchemaCheck: 'off' }));
    const findingOf = async (answer: Response) => {
      const { callId } = (await answer.json()) as { callId: string };
      return [answer.status, (await at.client.calls.get({ id: callId })).request.bodyFinding];
    };
    expect(await findingOf(await send(warned.address, { id: 'x', lines: [] }))).toEqual([
      202,
      '/id must be integer.',
    ]);
    expect(await findingOf(await post(warned.address, '{"id"'))).toEqual([202, expect.any(String)]);
    expect(await findingOf(await send(warned.address, good))).toEqual([202, null]);
    expect(await findingOf(await send(off.address, {}))).toEqual([202, null]);
  });

  it('with a pattern that never ends is refused, and others go on', async () => {
    const bodySchema = { properties: { text: { pattern: '^(a+)+$' } } };
    const { address } = await create(at, draft('Slow', { bodySchema }));
    const other = await create(at, draft('Other', {}));
    const slow = send(address, { text: `${'a'.repeat(40)}!` });
    expect((await send(other.address, {})).status).toBe(202);
    expect(await toldOf(await slow)).toEqual([
      422,
      'body_not_as_declared',
      'It cannot be compared with the schema within 1 s.',
    ]);
    expect((await send(address, { text: 'aaa' })).status).toBe(202);
  });

  it('that is no schema is refused at save, by its field', async () => {
    const saving = create(at, draft('Orders', { bodySchema: { type: 'nonsense' } }));
    await expect(saving).rejects.toMatchObject({
      data: { issues: [{ path: ['draft', 'trigger', 'bodySchema'] }] },
    });
    const away = create(at, draft('Orders', { bodySchema: { $ref: 'https://example.com/order.json' } }));
    await expect(away).rejects.toMatchObject({ code: 'input_invalid' });
  });

  it('may be of draft-07', async () => {
    const bodySchema = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      definitions: { id: { type: 'integer' } },
      properties: { id: { $ref: '#/definitions/id' } },
    };
    const { address } = await create(at, draft('Orders', { bodySchema }));
    expect((await send(address, { id: 1 })).status).toBe(202);
    expect((await send(address, { id: 'x' })).status).toBe(422);
  });
});

describe('a schema of the last calls', () => {
  it('is one that all of them fit', async () => {
    const { address, integration } = await create(at, draft('Orders', {}));
    const { id } = integration;
    expect(await at.client.integrations.sampleSchema({ id })).toEqual({ schema: null, calls: 0 });
    await send(address, { id: 1, at: '2026-01-02', lines: [{ quantity: 1 }, { quantity: 1.5, note: null }] });
    await send(address, { id: 2, at: '2026-01-03', lines: [], more: { a: true } });
    await post(address, 'not json', 'application/json');
    await post(address, '<order><id>007</id></order>', 'application/xml');
    await post(address, Uint8Array.of(0), 'image/png');
    const { schema, calls: used } = await at.client.integrations.sampleSchema({ id });
    expect(used).toBe(3);
    expect(schema).toEqual({
      type: 'object',
      properties: {
        id: { type: 'integer' },
        at: { type: 'string', format: 'date' },
        lines: {
          type: 'array',
          items: {
            type: 'object',
            properties: { quantity: { type: 'number' }, note: { type: 'null' } },
            required: ['quantity'],
          },
        },
        more: { type: 'object', properties: { a: { type: 'boolean' } }, required: ['a'] },
        order: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
      },
    });
  });
});

describe('a body with values that nobody may see', () => {
  it('is not quoted where it cannot be read', async () => {
    const { address } = await create(
      at,
      draft('Hiding', { bodyMustBe: 'json', hiddenBodyPaths: ['customer.ssn'] }),
    );
    const answer = await post(address, '{"customer":{"ssn": 19121212-1212}}');
    expect(await toldOf(answer)).toEqual([
      422,
      'body_malformed',
      'It cannot be read as its content type says.',
    ]);
    expect(JSON.stringify(await calls())).not.toContain('19121212');
  });
});
