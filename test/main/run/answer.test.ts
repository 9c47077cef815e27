import { prefersXml } from '#shared/accept.ts';
import { readXml } from '#main/run/body/read-xml.ts';
import { writeXml } from '#main/run/body/write-xml.ts';
import type { RunPort, StoredAnswer } from '#main/ports/run.ts';
import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyText, run, startPool, stepsOf } from './run-workflow.ts';

let pool: RunPort;
beforeAll(() => {
  pool = startPool({ size: 1 });
});
afterAll(() => pool.close());

const accept = (types: string) => ({ headers: [['Accept', types]] as const });
type Respond = Extract<Parameters<typeof run>[1][number], { kind: 'respond' }>;
const respond = (step: Omit<Respond, 'name' | 'kind'>, given: Parameters<typeof run>[2] = {}) =>
  run(pool, [{ name: 'answer', kind: 'respond', ...step }], given);

describe('a result', () => {
  test('is XML where the caller asks for it', async () => {
    const { answer } = await run(pool, [], {
      dataProcessing: '{ "order": { "id": 7, "line": ["a", "b"], "note": null } }',
      ...accept('application/xml'),
    });
    expect(answer).toEqual({
      status: 200,
      headers: [['content-type', 'application/xml; charset=utf-8']],
      body: new Uint8Array(
        Buffer.from(
          '<?xml version="1.0" encoding="UTF-8"?>\n<order><id>7</id><line>a</line><line>b</line><note/></order>',
        ),
      ),
    });
  });

  test('that is a text or bytes is a text of JSON or XML, like any other', async () => {
    const json = await run(pool, [], { dataProcessing: '"a"' });
    expect([json.answer?.headers, bodyText(json)]).toEqual([[['content-type', 'application/json']], '"a"']);
    const bytes = { dataProcessing: 'body', body: Uint8Array.of(1, 2, 3), type: 'image/png' };
    expect(bodyText(await run(pool, [], bytes))).toBe('"AQID"');
    const xml = await run(pool, [], { dataProcessing: '"a"', ...accept('application/xml') });
    expect(bodyText(xml)).toContain('<result>a</result>');
  });

  test('of nothing is 204, of null is null', async () => {
    const [nothing, none] = await Promise.all(
      ['missing', 'null'].map((dataProcessing) => run(pool, [], { dataProcessing })),
    );
    expect(nothing?.answer).toEqual({ status: 204, headers: [], body: null });
    expect(none && bodyText(none)).toBe('null');
  });

  test('larger than 16 MiB fails the execution', async () => {
    const { state, answer, problem } = await run(pool, [
      { name: 'mib', kind: 'transform', expression: '$pad("", 1048576, "x")' },
      { name: 'many', kind: 'transform', expression: '[1..17].$$.steps.mib' },
    ]);
    expect({ state, answer, problem }).toEqual({
      state: 'failed',
      answer: null,
      problem: {
        code: 'answer_invalid',
        detail: 'The workflow made an invalid answer',
        reason: 'answer: The answer is larger than 16 MiB.',
      },
    });
  });
});

describe('accept', () => {
  test.each([
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['application/xml', true],
    ['text/xml;q=0.5, */*;q=0.1', true],
    ['application/xml;q=0', false],
    ['application/json, application/xml', false],
    ['application/json;q=0.5, application/xml', true],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false],
  ])('%s asks for XML: %s', (header, expected) => {
    expect(prefersXml(header)).toBe(expected);
  });
});

describe('respond', () => {
  test('answers with status, headers and body, filled in', async () => {
    const { answer } = await respond(
      {
        status: 201,
        headers: { location: '/orders/{{ body.id }}', 'x-list': { from: '["a","b"]' } },
        body: { id: { from: 'body.id' } },
      },
      { body: '{"id":42}' },
    );
    expect(answer).toEqual({
      status: 201,
      headers: [
        ['location', '/orders/42'],
        ['x-list', 'a'],
        ['x-list', 'b'],
        ['content-type', 'application/json'],
      ],
      body: new Uint8Array(Buffer.from('{"id":42}')),
    });
  });

  test('sends text as it is, and leaves a content type alone', async () => {
    const plain = await respond({ body: 'id,{{ 1 + 1 }}' });
    expect(plain.answer?.headers).toEqual([['content-type', 'text/plain; charset=utf-8']]);
    expect(bodyText(plain)).toBe('id,2');
    const csv = await respond({ headers: { 'Content-Type': 'text/csv' }, body: 'a,b' });
    expect(csv.answer?.headers).toEqual([['Content-Type', 'text/csv']]);
  });

  test('writes data as the content type says, else as the caller asks', async () => {
    const body = { a: 1 };
    expect(bodyText(await respond({ body }, accept('text/xml')))).toContain('<a>1</a>');
    expect(bodyText(await respond({ body, headers: { 'content-type': 'application/soap+xml' } }))).toContain(
      '<a>1</a>',
    );
    expect(
      bodyText(await respond({ body, headers: { 'content-type': 'application/json' } }, accept('text/xml'))),
    ).toBe('{"a":1}');
  });

  test('without a body, and with a status that can have none, has none', async () => {
    expect((await respond({ status: 202 })).answer).toEqual({ status: 202, headers: [], body: null });
    expect((await respond({ status: 204, body: 'x' })).answer).toEqual({
      status: 204,
      headers: [],
      body: null,
    });
  });

  test('leaves out the headers that are the connection’s', async () => {
    const headers = {
      'Transfer-Encoding': 'chunked',
      'content-length': '5',
      Connection: 'close',
      'x-a': 'b',
    };
    expect((await respond({ headers })).answer?.headers).toEqual([['x-a', 'b']]);
  });

  test.each([
    [
      'a line break',
      { 'x-a': { from: '"a\\r\\nx-evil: 1"' } },
      'The header x-a has a character that a header cannot hold.',
    ],
    ['a NUL', { 'x-a': 'a\u0000' }, 'The header x-a has a character that a header cannot hold.'],
    ['a letter beyond Latin-1', { 'x-a': '€' }, 'The header x-a has a character that a header cannot hold.'],
    ['an object', { 'x-a': { from: '{"a":1}' } }, 'The header x-a is no text.'],
    ['a size beyond all', { 'x-a': 'a'.repeat(20_000) }, 'The headers of the answer are larger than 16 KiB.'],
  ])('with %s in a header fails as an invalid answer', async (_name, headers, words) => {
    const { state, answer, problem } = await respond({ headers });
    expect({ state, answer, problem }).toEqual({
      state: 'failed',
      answer: null,
      problem: {
        code: 'answer_invalid',
        detail: 'The workflow made an invalid answer',
        reason: `answer: ${words}`,
      },
    });
  });

  test('gives its answer at once, and the rest of the workflow runs on', async () => {
    const answers: StoredAnswer[] = [];
    let isOver = false;
    const done = run(
      pool,
      [
        { name: 'answer', kind: 'respond', status: 202, body: 'soon' },
        { name: 'pause', kind: 'delay', seconds: 0.05 },
        { name: 'end', kind: 'transform', expression: '1' },
      ],
      {
        onAnswer(answer) {
          expect(isOver).toBe(false);
          answers.push(answer);
        },
      },
    );
    const outcome = await done;
    isOver = true;
    expect(answers).toEqual([outcome.answer]);
    expect(bodyText(outcome)).toBe('soon');
    expect(stepsOf(outcome).map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });

  test('as the last step comes with the outcome only', async () => {
    const answers: StoredAnswer[] = [];
    await respond({ body: 'x' }, { onAnswer: (answer) => answers.push(answer) });
    expect(answers).toEqual([]);
  });

  test('followed by a step that fails keeps the answer and fails the call', async () => {
    const outcome = await run(pool, [
      { name: 'answer', kind: 'respond', body: 'ok' },
      { name: 'broken', kind: 'fail' },
    ]);
    expect(outcome).toMatchObject({ state: 'failed', failStatus: 500, problem: { code: 'step_failed' } });
    expect(bodyText(outcome)).toBe('ok');
  });

  test('a second time is skipped, with a note', async () => {
    const outcome = await run(pool, [
      { name: 'first', kind: 'respond', body: '1' },
      { name: 'second', kind: 'respond', body: '2' },
    ]);
    expect(bodyText(outcome)).toBe('1');
    expect(stepsOf(outcome)[1]).toMatchObject({ state: 'skipped', error: 'The caller was answered before.' });
  });
});

describe('XML', () => {
  test.each([
    [[1, 2], '<result><item>1</item><item>2</item></result>'],
    [{ a: [1, 2] }, '<result><a>1</a><a>2</a></result>'],
    [{ a: 1, b: null }, '<result><a>1</a><b/></result>'],
    ['<&>"', '<result>&lt;&amp;&gt;&quot;</result>'],
    [null, '<result/>'],
    [{ '1 x': 'y' }, '<_1_x>y</_1_x>'],
    [{ '': 1 }, '<_>1</_>'],
    [{ a: new Uint8Array([1, 2, 3]) }, '<a>AQID</a>'],
    [{ a: { '@_id': '7', '#text': 'x' } }, '<a id="7">x</a>'],
    ['a\u0000b', '<result>a\ufffdb</result>'],
  ])('of %j', (value, expected) => {
    expect(writeXml(value)).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${expected}`);
  });

  test('of any data is well-formed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(XMLValidator.validate(writeXml(value))).toBe(true);
      }),
    );
  });

  test('of elements and texts comes back as it was', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
    const text = fc.string({ minLength: 1, unit: 'grapheme' }).filter((value) => value.trim() === value);
    fc.assert(
      fc.property(fc.dictionary(name, text, { minKeys: 2, maxKeys: 5 }), (fields) => {
        expect(readXml(writeXml(fields))).toEqual({ result: { ...fields } });
      }),
    );
  });
});

describe('XML', () => {
  const key = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
    fc.constantFrom('µg', 'ª', '@_a b', '@_a_b', '#text', ':', '1'),
  );
  const data = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.integer(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  })).value;

  test.each([
    [{ é·: 1, '\u0300': 2, '\u{10000}': 3 }, '<result><é·>1</é·><_\u0300>2</_\u0300><_>3</_></result>'],
    [
      { a: { '@_x y': 1, '@_x-y': 2, '@_x_y': 3, '@_x?y': 4, '@_x_y2': 5 } },
      '<a x_y="1" x-y="2" x_y2="3" x_y3="4" x_y22="5"/>',
    ],
  ])('has names for %j', (value, expected) => {
    expect(writeXml(value)).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${expected}`);
  });

  test('is written soon where very many keys become one name', () => {
    const keys = Array.from({ length: 20_000 }, (_, at) => `@_${String.fromCodePoint(0x10000 + at)}`);
    const xml = writeXml({ a: Object.fromEntries(keys.map((name) => [name, 1])) });
    expect(new Set(xml.match(/ _\d*=/g)).size).toBe(20_000);
  });

  test('is well-formed whatever the data and its names', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(XMLValidator.validate(writeXml(value))).toBe(true);
      }),
    );
  });
});
