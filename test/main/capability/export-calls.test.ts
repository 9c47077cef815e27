import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { csvRows } from '#main/capability/export/csv.ts';
import { exportCalls, pagesOf } from '#main/capability/export/export-calls.ts';
import { HarEntry } from '#shared/har.ts';
import type { ExportFormat } from '#shared/model/export.ts';
import type { CallSelection } from '#shared/model/replay.ts';
import { call } from '#test/renderer/call-detail/call.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
let ids: string[];
beforeAll(async () => {
  at = await startRuntime(await newFolder());
  const { address } = await create(
    at,
    draft(
      'Orders',
      { requestResponse: true },
      { workflow: [{ name: 'all', kind: 'transform', expression: 'body' }] },
    ),
  );
  ids = [];
  const bodies = ['{"id":1}', new Uint8Array([0, 255, 254]), '=cmd()'];
  for (const body of bodies) {
    const answer = await fetch(`${address}?a=%41+b&b`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', cookie: 'CANARY-cookie', 'x-api-key': 'CANARY-key' },
    });
    ids.push(answer.headers.get('x-call-id')!);
    await answer.arrayBuffer();
  }
  // When it was answered is put down a moment after.
  for (const id of ids)
    await until(
      () => at.client.calls.get({ id }),
      ({ state, timings }) => state === 'succeeded' && timings.answeredMs !== null,
    );
});
afterAll(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

async function exported(
  format: ExportFormat,
  selection: CallSelection,
): Promise<{ text: string; calls: number }> {
  let text = '';
  let calls = 0;
  for await (const part of await at.client.exports.calls({ format, selection })) {
    text += part.text;
    calls += part.calls;
  }
  return { text, calls };
}

const Archive = z.strictObject({
  log: z.strictObject({
    version: z.literal('1.2'),
    creator: z.strictObject({ name: z.string(), version: z.string() }),
    entries: z.array(HarEntry),
  }),
});

test('an HTTP archive has what HAR 1.2 requires, and each call as it came and was answered', async () => {
  const { text, calls } = await exported('har', { filter: {} });
  const { log } = Archive.parse(JSON.parse(text));
  expect([calls, log.creator.name]).toEqual([3, 'Hookline']);
  expect(log.entries.map(({ _call }) => _call['id'])).toEqual(ids);
  const [first, second] = log.entries;
  const kept = await at.client.calls.get({ id: ids[0]! });
  expect(first).toEqual({
    startedDateTime: kept.receivedAt,
    time: kept.timings.answeredMs,
    request: {
      method: 'POST',
      url: `${at.url}${kept.path}?a=%41+b&b`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: kept.request.headers.map(([name, value]) => ({ name, value })),
      queryString: [
        { name: 'a', value: 'A b' },
        { name: 'b', value: '' },
      ],
      postData: { mimeType: 'application/json', params: [], text: '{"id":1}' },
      headersSize: -1,
      bodySize: 8,
    },
    response: {
      status: 200,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [{ name: 'content-type', value: 'application/json' }],
      content: { size: 8, mimeType: 'application/json', text: '{"id":1}' },
      redirectURL: '',
      headersSize: -1,
      bodySize: 8,
    },
    cache: {},
    timings: { send: 0, wait: kept.timings.answeredMs, receive: 0 },
    _call: {
      id: ids[0],
      sequence: kept.sequence,
      integration: 'Orders',
      keyLabel: null,
      state: 'succeeded',
      problem: null,
      lane: kept.lane,
      attempt: 1,
      origin: null,
      waitMs: kept.waitMs,
      runMs: kept.runMs,
      totalMs: kept.totalMs,
    },
  });
  expect(second?.request.postData).toEqual({
    mimeType: 'application/json',
    params: [],
    text: 'AP/+',
    _encoding: 'base64',
  });
});

test('JSON lines are the calls as they are shown, those chosen and no others', async () => {
  const { text } = await exported('jsonl', { ids: [ids[2]!, ids[0]!] });
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([
    await at.client.calls.get({ id: ids[0]! }),
    await at.client.calls.get({ id: ids[2]! }),
  ]);
});

test('a table has a row for each call, and is read again as it was written', async () => {
  const { text } = await exported('csv', { filter: { state: ['succeeded'] } });
  const rows = parse<Record<string, string>>(text, { columns: true, bom: true });
  expect(rows.map(({ id }) => id)).toEqual(ids);
  const kept = await at.client.calls.get({ id: ids[0]! });
  expect(rows[0]).toEqual({
    id: ids[0],
    sequence: String(kept.sequence),
    receivedAt: kept.receivedAt,
    integration: 'Orders',
    method: 'POST',
    path: kept.path,
    keyLabel: '',
    state: 'succeeded',
    problemCode: '',
    problemText: '',
    answeredStatus: '200',
    lane: kept.lane,
    laneSequence: '1',
    attempt: '1',
    waitMs: String(kept.waitMs),
    runMs: String(kept.runMs),
    totalMs: String(kept.totalMs),
    requestBytes: '8',
    origin: '',
  });
});

test.each(['har', 'jsonl', 'csv'] as const)(
  'no credential is in %s, and none of it is no document',
  async (format) => {
    const { text } = await exported(format, { filter: {} });
    expect(text).not.toContain('CANARY');
    const none = await exported(format, { filter: { method: 'PATCH' } });
    expect(none.calls).toBe(0);
    if (format === 'har') expect(Archive.parse(JSON.parse(none.text)).log.entries).toEqual([]);
  },
);

describe('a cell that a spreadsheet would run begins with an apostrophe', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['1=1', '1=1'],
    ['a"b', '"a""b"'],
    ['a,b', '"a,b"'],
    ['a\nb', '"a\nb"'],
  ])('%j is written as %j', (label, cell) => {
    const row = csvRows([call({ keyLabel: label, path: '/p' })]);
    expect(row.split(',/p,')[1]?.split(',succeeded,')[0]).toBe(cell);
  });
});

test('a part that was not taken holds back the next one, and who leaves ends it', async () => {
  let backlog = 0;
  const ending = new AbortController();
  let asked = 0;
  const scans = {
    newest: async () => 1_000_000,
    neighbours: async () => ({ before: [], after: [] }),
    scan: async ({ after, limit }: { after: number; limit: number }) => {
      asked++;
      const calls = Array.from({ length: limit }, (_, index) => call({ sequence: after + index + 1 }));
      return { calls, nextAfter: after + limit };
    },
  };
  const parts = exportCalls(
    { filter: {} },
    'csv',
    { scans, detail: async () => null, version: '1', baseUrl: 'http://h', backlogBytes: () => backlog },
    ending.signal,
  );
  await parts.next();
  backlog = 100_000_000;
  expect((await parts.next()).value).toMatchObject({ calls: 100 });
  const held = parts.next();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(asked).toBe(1);
  backlog = 0;
  expect((await held).value).toMatchObject({ calls: 100 });
  ending.abort();
  const rest: number[] = [];
  for await (const { calls } of parts) rest.push(calls);
  expect([rest.length, asked]).toEqual([0, 3]);
});

test('calls that come while it is made are not in it', async () => {
  const scans = {
    newest: async () => 2,
    neighbours: async () => ({ before: [], after: [] }),
    scan: async ({ upTo }: { upTo: number }) => ({ calls: [call({ sequence: upTo })], nextAfter: null }),
  };
  const pages: number[] = [];
  for await (const page of pagesOf({ filter: {} }, scans))
    pages.push(...page.map(({ sequence }) => sequence));
  expect(pages).toEqual([2]);
});
