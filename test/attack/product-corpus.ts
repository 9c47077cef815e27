// Bad inputs beyond the wire: what the whole product makes of keys, bodies, repeats and limits, by their number in
// the catalogue. The endpoints they go to are those of `product.ts`.

export interface ProductRow {
  readonly id: string;
  readonly what: string;
  /** Whole requests on one connection, each sent when the one before was answered. */
  readonly requests: readonly string[];
  /** The answers, interim ones too: a status, and what must stand in headers or in the JSON of the body. */
  readonly answers: readonly Expected[];
}

export interface Expected {
  readonly status: number;
  /** Of a refusal. */
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What a workflow saw. */
  readonly sees?: unknown;
}

const row = (
  id: string,
  what: string,
  requests: string | readonly string[],
  ...answers: readonly Expected[]
): ProductRow => ({ id, what, requests: [requests].flat(), answers });

/** `headers`: whole lines. */
export const request = (
  target: string,
  headers = '',
  body?: string,
  method = body === undefined ? 'GET' : 'POST',
) =>
  `${method} ${target} HTTP/1.1\r\nHost: localhost\r\n${headers}${
    body === undefined ? '' : `Content-Length: ${body.length}\r\n`
  }\r\n${body ?? ''}`;

const keyed = '/t37ed/Keyed';
const good = 'X-Api-Key: key-of-the-erp\r\n';
const accepted: Expected = { status: 202 };
const wrong: Expected = {
  status: 401,
  code: 'key_wrong',
  headers: { 'www-authenticate': 'Bearer realm="hookline"' },
};

const keys: ProductRow[] = [
  row('H38', 'a key twice in the address', request('/t37ed/InQuery?api_key=key-of-the-erp&api_key=b'), {
    status: 400,
    code: 'parameter_repeated',
  }),
  row('H38', 'a key once in the address', request('/t37ed/InQuery?api_key=key-of-the-erp'), accepted),
  row('H39', 'a key in the address where none may stand', request(`${keyed}?api_key=key-of-the-erp`), {
    status: 401,
    code: 'key_missing',
  }),
  row('H56', 'a key of bytes beyond ASCII', request(keyed, 'X-Api-Key: key-\xe4\xff\r\n'), wrong),
  row('H57', 'no key', request(keyed), { ...wrong, code: 'key_missing' }),
  row('H58', 'an empty key', request(keyed, 'X-Api-Key:\r\n'), { ...wrong, code: 'key_missing' }),
  row('H58', 'an empty bearer', request(keyed, 'Authorization: Bearer \r\n'), {
    ...wrong,
    code: 'key_missing',
  }),
  row('H61', 'a key of 10 kB', request(keyed, `X-Api-Key: ${'k'.repeat(10_000)}\r\n`), wrong),
  row(
    'H62',
    'a key that differs in its last character',
    request(keyed, 'X-Api-Key: key-of-the-erq\r\n'),
    wrong,
  ),
  row('H62', 'the beginning of a key', request(keyed, 'X-Api-Key: key-of-the-er\r\n'), wrong),
  row('H63', 'a disabled key', request(keyed, 'X-Api-Key: key-of-the-old\r\n'), {
    status: 403,
    code: 'key_disabled',
  }),
  row('H63', 'an expired key', request(keyed, 'X-Api-Key: key-of-the-past\r\n'), {
    status: 403,
    code: 'key_expired',
  }),
  row('H64', 'the key of another trigger', request(keyed, 'X-Api-Key: key-of-the-shop\r\n'), wrong),
  row(
    'H65',
    'a key between spaces and tabs',
    request(keyed, 'X-Api-Key: \t key-of-the-erp \t \r\n'),
    accepted,
  ),
  row('H65', 'a key with a space inside', request(keyed, 'X-Api-Key: key-of- the-erp\r\n'), wrong),
  row('H66', 'a bearer in lower case', request(keyed, 'authorization: bearer key-of-the-erp\r\n'), accepted),
  row('H66', 'Basic', request(keyed, 'Authorization: Basic a2V5LW9mLXRoZS1lcnA6\r\n'), {
    ...wrong,
    code: 'key_missing',
  }),
  row('H66', 'a key without a scheme', request(keyed, 'Authorization: key-of-the-erp\r\n'), {
    ...wrong,
    code: 'key_missing',
  }),
  row(
    'H66',
    'a wrong key beside a right bearer',
    request(keyed, 'X-Api-Key: b\r\nAuthorization: Bearer key-of-the-erp\r\n'),
    wrong,
  ),
  row(
    'H89',
    'a body that waits for a 100',
    [
      `POST ${keyed} HTTP/1.1\r\nHost: localhost\r\n${good}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`,
      'hi',
    ],
    { status: 100 },
    accepted,
  ),
  row(
    'H90',
    'a body without a key that waits for a 100',
    `POST ${keyed} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`,
    { ...wrong, code: 'key_missing' },
  ),
];

const echo = '/t37ed/Echo';
const sees = (value: Readonly<Record<string, unknown>>): Expected => ({
  status: 200,
  sees: { query: {}, isRead: true, ...value },
});
const sent = (
  id: string,
  what: string,
  type: string | null,
  body: string,
  value: Readonly<Record<string, unknown>>,
  more = '',
) =>
  row(
    id,
    what,
    request(echo, `${type === null ? '' : `Content-Type: ${type}\r\n`}${more}`, body),
    sees(value),
  );
const json = 'application/json';
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
const form = 'application/x-www-form-urlencoded';
const parts = 'multipart/form-data; boundary=b';
const part = (head: string, data: string): string => `--b\r\n${head}\r\n\r\n${data}\r\n`;
const bomb = `<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>`;
const secretFile = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>';

const queries: ProductRow[] = [
  row('H33', 'a parameter twice', request(`${echo}?a=1&a=2`), sees({ query: { a: ['1', '2'] } })),
  row(
    'H34',
    'brackets in names',
    request(`${echo}?a[]=1&a[b]=2`),
    sees({ query: { 'a[]': '1', 'a[b]': '2' } }),
  ),
  row(
    'H35',
    'a parameter named __proto__',
    request(`${echo}?__proto__=x`),
    sees({ query: JSON.parse('{"__proto__":"x"}') }),
  ),
  row(
    'H36',
    'a bad percent-encoding',
    request(`${echo}?a=%zz&b=%00`),
    sees({ query: { a: '%zz', b: '\0' } }),
  ),
];

const bodies: ProductRow[] = [
  sent('H94', 'JSON without a content type', null, '{"a":1}', { body: { a: 1 } }),
  sent('H94', 'bytes without a content type', null, '\0\xff', { body: base64('\0\xff') }),
  sent('H95', 'a content type of semicolons', ';;;', 'x', { body: base64('x') }),
  sent('H97', 'bad JSON', json, '{,', { body: '{,', isRead: false }),
  row('H98', 'empty JSON', request(echo, `Content-Type: ${json}\r\n`, ''), sees({})),
  sent('H99', 'a byte order mark', json, '\xef\xbb\xbf{"a":1}', { body: { a: 1 } }),
  sent('H100', 'JSON that is no UTF-8', json, '"\xff"', { body: '"\ufffd"', isRead: false }),
  sent('H100', 'UTF-16 with its mark', json, '\xff\xfe[\x001\x00]\x00', { body: [1] }),
  sent('H100', 'latin1', 'text/plain; charset=iso-8859-1', '\xe4', { body: 'ä' }),
  sent('H100', 'a charset that nobody knows', 'text/plain; charset=klingon', 'a', {
    body: 'a',
    isRead: false,
  }),
  sent('H101', 'a name twice in JSON', json, '{"a":1,"a":2}', { body: { a: 2 } }),
  sent('H102', 'names that objects are born with', json, '{"__proto__":{"x":1},"constructor":2}', {
    body: JSON.parse('{"__proto__":{"x":1},"constructor":2}'),
  }),
  sent('H103', 'JSON of 1,001 levels', json, nested(1_001), { body: nested(1_001), isRead: false }),
  sent('H103', 'JSON of 100,000 levels', json, nested(100_000), { body: nested(100_000), isRead: false }),
  sent('H104', 'numbers beyond what JavaScript holds', json, '[9007199254740993,1e999]', {
    body: ['9007199254740993', '1e999'],
  }),
  sent('H105', 'half of a surrogate pair', json, '"\\ud800"', { body: '\ud800' }),
  sent('H106', 'JSON after JSON', json, '{"a":1}\n{"a":2}', { body: '{"a":1}\n{"a":2}', isRead: false }),
  sent(
    'H107',
    'a content encoding',
    json,
    '{"a":1}',
    { body: base64('{"a":1}') },
    'Content-Encoding: gzip\r\n',
  ),
  sent(
    'H108',
    'content encodings in a pile',
    json,
    'x',
    { body: base64('x') },
    'Content-Encoding: gzip, br, klingon\r\n',
  ),
  sent('H109', 'multipart without a boundary', 'multipart/form-data', 'x', { body: 'x', isRead: false }),
  sent('H109', 'a boundary of 300 characters', `multipart/form-data; boundary=${'b'.repeat(300)}`, 'x', {
    body: 'x',
    isRead: false,
  }),
  sent(
    'H109',
    'a file name that climbs',
    parts,
    `${part('Content-Disposition: form-data; name="f"; filename="../../x"', 'y')}--b--`,
    {
      body: {
        fields: {},
        files: [
          {
            field: 'f',
            filename: '../../x',
            contentType: 'application/octet-stream',
            size: 1,
            data: base64('y'),
          },
        ],
      },
    },
  ),
  sent('H109', 'a part without a name', parts, `${part('Content-Disposition: form-data', 'y')}--b--`, {
    body: `${part('Content-Disposition: form-data', 'y')}--b--`,
    isRead: false,
  }),
  sent(
    'H109',
    'more than 10,000 parts',
    parts,
    `${part('Content-Disposition: form-data; name="a"', '').repeat(10_001)}--b--`,
    { isRead: false },
  ),
  sent('H110', 'an XML bomb', 'application/xml', bomb, { body: bomb, isRead: false }),
  sent('H110', 'XML that asks for a file', 'application/xml', secretFile, {
    body: secretFile,
    isRead: false,
  }),
  sent('H111', 'a form of 10,000 fields', form, 'a=1&'.repeat(9_999) + 'a=1', {
    body: { a: Array.from({ length: 10_000 }, () => '1') },
  }),
  sent('H112', 'JSON of 900 kB', json, `"${'x'.repeat(900_000)}"`, { body: 'x'.repeat(900_000) }),
  sent('H105', 'a character beyond the first plane', json, utf8('"😀"'), { body: '😀' }),
];

const once = (key: string, body = 'a'): string => request('/t37ed/Once', `${key}\r\n`, body);
const repeats: ProductRow[] = [
  row(
    'H133',
    'a call that comes again with its key',
    [once('Idempotency-Key: H133'), once('Idempotency-Key: H133')],
    accepted,
    { status: 202, headers: { 'idempotency-replayed': 'true' } },
  ),
  row(
    'H134',
    'the key of another request',
    [once('Idempotency-Key: H134'), once('Idempotency-Key: H134', 'b')],
    accepted,
    { status: 422, code: 'idempotency_mismatch' },
  ),
  row('H137', 'a key with a space', once('Idempotency-Key: a b'), {
    status: 400,
    code: 'idempotency_key_malformed',
  }),
  row('H137', 'an empty key', once('Idempotency-Key:'), { status: 400, code: 'idempotency_key_malformed' }),
  row('H137', 'a key of 256 characters', once(`Idempotency-Key: ${'k'.repeat(256)}`), {
    status: 400,
    code: 'idempotency_key_malformed',
  }),
  row('H137', 'two keys', once('Idempotency-Key: a\r\nIdempotency-Key: b'), {
    status: 400,
    code: 'header_repeated',
  }),
];

const limits: ProductRow[] = [
  row(
    'H138',
    'a call of a full lane',
    Array.from({ length: 3 }, () => request('/t37ed/Full', '', 'a')),
    accepted,
    accepted,
    { status: 429, code: 'lane_full' },
  ),
  row(
    'H139',
    'a call beyond the rate',
    Array.from({ length: 2 }, () => request('/t37ed/Rated')),
    accepted,
    {
      status: 429,
      code: 'rate_limited',
      headers: {
        'retry-after': '3600',
        'ratelimit-policy': '"calls";q=1;w=3600',
        ratelimit: '"calls";r=0;t=3600',
      },
    },
  ),
];

export const productCorpus: readonly ProductRow[] = [...keys, ...queries, ...bodies, ...repeats, ...limits];
