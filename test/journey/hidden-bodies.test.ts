// Values of bodies that the trigger hides: the workflow and the caller have them, and nobody finds them anywhere else.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hiddenMark } from '#shared/hidden-values.ts';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer } from '#test/support/peer.ts';
import { create, draft, ended, startRuntime, type TestRuntime } from '#test/support/runtime.ts';

const ssn = '078-05-1120-CANARY';
const card = 4_111_222_233_334_444;
const hidden = [ssn, String(card)];
const body = JSON.stringify({ customer: { ssn, name: 'Ada' }, lines: [{ card }] });
const paths = ['customer.ssn', 'lines[*].card'];

let folder: string;
let at: TestRuntime;

beforeEach(async () => {
  folder = await newFolder();
  at = await startRuntime(folder);
});

afterEach(async () => {
  await at.stop();
  await dropFolder(folder);
});

const post = (address: string, sent: string = body, headers: Record<string, string> = {}) =>
  fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: sent });

const filesWith = (texts: readonly string[]): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => texts.some((text) => readFileSync(path).includes(text)))
    .map((path) => path.slice(folder.length + 1));

const withHidden = (text: string): string[] => hidden.filter((value) => text.includes(value));

/** All that the screens, the command line and the API can have of a call. */
async function shownOf(id: string): Promise<string> {
  const call = await at.client.calls.get({ id });
  const request = await at.client.calls.body({ id, of: 'request' });
  const response = await at.client.calls.body({ id, of: 'response' }).catch(() => ({ base64: '' }));
  const listed = await at.client.calls.list({});
  const text = (base64: string) => Buffer.from(base64, 'base64').toString();
  return JSON.stringify([call, listed, text(request.base64), text(response.base64)]);
}

const workflow = (url: string): IntegrationDraftInput['workflow'] => [
  { name: 'send', kind: 'httpRequest' as const, method: 'POST', url, body: { from: 'body' } },
  {
    name: 'look',
    kind: 'transform' as const,
    expression: '{ "all": body, "said": "ssn " & body.customer.ssn }',
  },
  {
    name: 'answer',
    kind: 'respond' as const,
    status: 201,
    headers: { location: '/customers/{{ body.customer.ssn }}' },
    body: { from: '{ "ssn": body.customer.ssn, "card": body.lines[0].card, "name": body.customer.name }' },
  },
];

test('the workflow, its peer and the caller have the real values; no file, view, search or backup has them', async () => {
  const peer = await startPeer(() => ({ ok: true }));
  const { address, integration } = await create(
    at,
    draft('Hides', { requestResponse: true, hiddenBodyPaths: paths }, { workflow: workflow(peer.url) }),
  );
  const answered = await post(address);
  const id = answered.headers.get('x-call-id')!;
  expect([answered.status, answered.headers.get('location')]).toEqual([201, `/customers/${ssn}`]);
  expect(await answered.json()).toEqual({ ssn, card, name: 'Ada' });
  expect(JSON.stringify(peer.received)).toContain(ssn);
  await peer.close();

  const shown = await shownOf(id);
  expect(withHidden(shown)).toEqual([]);
  expect(shown).toContain('Ada');
  const call = await at.client.calls.get({ id });
  expect(call.request.body).toEqual({
    encoding: 'text',
    data: '{"customer":{"ssn":"***","name":"Ada"},"lines":[{"card":"***"}]}',
    bytes: body.length,
    cut: false,
    isMasked: true,
  });
  expect(call.response).toMatchObject({
    headers: expect.arrayContaining([['location', '/customers/***']]),
    body: { data: '{"ssn":"***","card":"***","name":"Ada"}', isMasked: true },
  });
  const status = await fetch(`${at.url}/${integration.code}/Hides/calls/${id}`);
  expect((await status.json()).result.body).toEqual({ ssn, card, name: 'Ada' });

  for (const text of ['Ada', ssn, String(card)]) {
    expect((await at.client.calls.list({ text })).calls).toEqual([]);
  }
  await at.client.host.backup({ file: join(folder, 'backups', 'made.backup') });
  expect(filesWith(hidden)).toEqual([]);
});

test('a large body is sealed in its file while it comes, and its workflow reads it as it was sent', async () => {
  const { address } = await create(
    at,
    draft(
      'Large',
      { requestResponse: true, hiddenBodyPaths: paths },
      {
        workflow: [
          {
            name: 'size',
            kind: 'transform',
            expression: '{ "ssn": body.customer.ssn, "size": $length(body.pad) }',
          },
        ],
      },
    ),
  );
  const pad = 'x'.repeat(600_000);
  const answered = await post(address, JSON.stringify({ pad, customer: { ssn } }));
  expect(await answered.json()).toEqual({ ssn, size: pad.length });
  const files = readdirSync(join(folder, 'blobs')).filter((name) => name !== 'tmp');
  expect(files).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.sealed$/)]);
  expect(filesWith([ssn])).toEqual([]);
  const id = answered.headers.get('x-call-id')!;
  const { base64 } = await at.client.calls.body({ id, of: 'request' });
  expect(JSON.parse(Buffer.from(base64, 'base64').toString())).toEqual({ pad, customer: { ssn: '***' } });
});

test('an error that quotes a hidden value is kept without it, and so is a lane that is named by one', async () => {
  const { address } = await create(
    at,
    draft(
      'Fails',
      { hiddenBodyPaths: paths, orderedDelivery: { by: 'body.customer.ssn' } },
      {
        workflow: [{ name: 'fails', kind: 'javascript', code: 'throw new Error("No " + body.customer.ssn)' }],
      },
    ),
  );
  const { callId } = await (await post(address)).json();
  const call = await ended(at.client, callId);
  expect(call.problem).toEqual({ code: 'step_failed', text: 'fails: No *** (line 1)' });
  expect(call.lane).toMatch(/#hidden-[\w+/]{22}$/);
  const again = await ended(at.client, (await (await post(address)).json()).callId);
  expect(again.lane).toBe(call.lane);
  expect(withHidden(await shownOf(callId))).toEqual([]);
  expect(filesWith(hidden)).toEqual([]);
});

test('a body that came before anything was hidden is masked when it is looked at, and is not searched', async () => {
  const look = [{ name: 'look', kind: 'transform' as const, expression: 'body' }];
  const made = await create(at, draft('Later', { requestResponse: true }, { workflow: look }));
  const id = (await post(made.address)).headers.get('x-call-id')!;
  expect((await at.client.calls.list({ text: ssn })).calls).toHaveLength(1);
  expect(withHidden(await shownOf(id))).toEqual(hidden);

  const { integration } = made;
  const next = draft('Later', { requestResponse: true, hiddenBodyPaths: paths }, { workflow: look });
  await at.client.integrations.update({
    id: integration.id,
    version: integration.version,
    draft: { ...next, code: integration.code },
  });
  expect(withHidden(await shownOf(id))).toEqual([]);
  expect((await at.client.calls.list({ text: ssn })).calls).toEqual([]);
});

test('what is hidden stays so when the trigger hides nothing any more', async () => {
  const made = await create(at, draft('Then', { requestResponse: true, hiddenBodyPaths: paths }));
  const id = (await post(made.address)).headers.get('x-call-id')!;
  const { integration } = made;
  await at.client.integrations.update({
    id: integration.id,
    version: integration.version,
    draft: { ...draft('Then', { requestResponse: true }), code: integration.code },
  });
  expect(withHidden(await shownOf(id))).toEqual([]);
});

test('a repeat has the real answer of the first call', async () => {
  const { address } = await create(
    at,
    draft('Repeats', {
      requestResponse: true,
      hiddenBodyPaths: paths,
      idempotency: { header: 'Idempotency-Key', hours: 1 },
    }),
  );
  const first = await (await post(address, body, { 'idempotency-key': 'one' })).text();
  const again = await post(address, body, { 'idempotency-key': 'one' });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect(await again.text()).toBe(first);
  expect(first).toContain(ssn);
});

describe('where the data key is', () => {
  const otherKey = (n: number) => ({
    outerKeys: [{ kind: 'folder' as const, place: `${folder}/data-key`, key: new Uint8Array(32).fill(n) }],
  });

  test('changed, what was sealed before is read still', async () => {
    const { address } = await create(at, draft('Rotates', { requestResponse: true, hiddenBodyPaths: paths }));
    const id = (await post(address)).headers.get('x-call-id')!;
    await at.client.dataKey.rotate({});
    expect((await at.client.calls.get({ id })).request.body?.data).toContain('"ssn":"***"');
    await at.stop();
    at = await startRuntime(folder);
    expect((await at.client.calls.get({ id })).request.body?.data).toContain('"ssn":"***"');
  });

  test('lost, a waiting call waits for it, new bodies are refused, and the key that comes back opens all', async () => {
    const { address, integration } = await create(at, draft('Lost', { hiddenBodyPaths: paths }));
    const { callId: before, statusUrl } = await (await post(address)).json();
    await ended(at.client, before);
    await at.client.lanes.hold({ integrationId: integration.id, key: null, note: 'wait' });
    const { callId } = await (await post(address)).json();
    await at.stop();

    at = await startRuntime(folder, {}, otherKey(9));
    const refused = await post(address.replace(/^.*?\/\/[^/]*/, at.url));
    expect([refused.status, (await refused.json()).type]).toEqual([
      503,
      expect.stringContaining('secrets_unreadable'),
    ]);
    await at.client.lanes.resume({ integrationId: integration.id, key: null, note: '' });
    const call = await at.client.calls.get({ id: callId });
    expect([call.state, call.attempt, call.hold?.until]).toEqual(['waiting', 0, 'readable']);
    expect(call.request.body).toMatchObject({ data: '***', isMasked: true });
    expect(withHidden(await shownOf(callId))).toEqual([]);
    expect((await fetch(`${at.url}${statusUrl}`)).status).toBe(503);
    await at.stop();

    at = await startRuntime(folder);
    expect((await ended(at.client, callId)).state).toBe('succeeded');
    expect((await at.client.calls.get({ id: callId })).request.body?.data).toContain('"name":"Ada"');
    expect((await fetch(`${at.url}${statusUrl}`)).status).toBe(200);
  });

  test('given up, a call that waited with such a body ends saying so, and new ones run', async () => {
    const { address, integration } = await create(at, draft('GivenUp', { hiddenBodyPaths: paths }));
    await at.client.lanes.hold({ integrationId: integration.id, key: null, note: 'wait' });
    const { callId } = await (await post(address)).json();
    await at.stop();
    at = await startRuntime(folder, {}, otherKey(9));
    await at.client.lanes.resume({ integrationId: integration.id, key: null, note: '' });
    await at.client.dataKey.renew();
    const call = await ended(at.client, callId);
    expect([call.state, call.problem?.code]).toEqual(['failed', 'secrets_unreadable']);
    const next = await (await post(address.replace(/^.*?\/\/[^/]*/, at.url))).json();
    expect((await ended(at.client, next.callId)).state).toBe('succeeded');
  });
});

test('a replay sends what is hidden as it was, and a new body with the masks of the old one is refused', async () => {
  const measure = {
    name: 'measure',
    kind: 'transform' as const,
    expression: '{ "length": $length(body.customer.ssn) }',
  };
  const trigger = { hiddenBodyPaths: paths, repeatable: true };
  const { address } = await create(at, draft('Hidden', trigger, { workflow: [measure] }));
  const answer = await post(address);
  const id = answer.headers.get('x-call-id')!;
  await ended(at.client, id);
  const shown = (await at.client.calls.get({ id })).request.body!.data;
  expect(shown).toContain(hiddenMark);
  const edited = { body: shown.replace('Ada', 'Bea'), bodyEncoding: 'text' as const };
  await expect(at.client.replays.once({ id, changes: edited })).rejects.toMatchObject({
    code: 'call_not_repeatable',
    message: expect.stringMatching(/has \*\*\* where the trigger hides/),
  });

  const { callId } = await at.client.replays.once({ id, changes: { query: 'again=1' } });
  await ended(at.client, callId);
  const [step] = (await at.client.calls.get({ id: callId })).steps;
  expect(step?.output).toBe(JSON.stringify({ length: ssn.length }));
  const other = await at.client.replays.once({ id, changes: { body: body.replace('Ada', 'Cleo') } });
  await ended(at.client, other.callId);
  expect(withHidden(await shownOf(other.callId))).toEqual([]);
});
