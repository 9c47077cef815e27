// Bad inputs on the wire and what becomes of them, by their number in the catalogue of the specification.
import { get, maxBodyBytes, post } from '#test/main/webhook/open-edge.ts';

export interface CorpusRow {
  readonly id: string;
  readonly what: string;
  /** Sent one after the other; `dribble` goes out a byte at a time, `finish` shuts the sending side, `reset` hangs up. */
  readonly steps: readonly (
    | string
    | { readonly dribble: string }
    | { readonly finish: true }
    | { readonly reset: true }
  )[];
  /** The final answers, in order; none where the connection just ends. */
  readonly statuses: readonly number[];
  /** Whether the connection ends with the last of them. */
  readonly closes: boolean;
  /** How many calls are accepted: their body was read to its end. */
  readonly accepted: number;
  /** Whether it ends by a limit on time. */
  readonly isSlow?: boolean;
  /** Whether the answers have no body, whatever their headers say. */
  readonly bodiless?: boolean;
}

const finish = { finish: true } as const;
const reset = { reset: true } as const;
const host = 'Host: localhost\r\n';
const chunkedHead = `POST /t37ed/Orders HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n`;
const withHeaders = (headers: string, body = 'hello'): string =>
  `POST /t37ed/Orders HTTP/1.1\r\n${host}${headers}\r\n${body}`;
const smuggled = post('smuggled');

type Outcome = Pick<CorpusRow, 'statuses' | 'closes' | 'accepted'>;
const accepted: Outcome = { statuses: [202], closes: false, accepted: 1 };
/** Passed on, and refused there. */
const answered = (status: number): Outcome => ({ statuses: [status], closes: false, accepted: 0 });
/** Refused at the edge, or by the parser. */
const ends = (status: number): Outcome => ({ statuses: [status], closes: true, accepted: 0 });
const closed: Outcome = { statuses: [], closes: true, accepted: 0 };

const row = (id: string, what: string, sent: string | CorpusRow['steps'], outcome: Outcome): CorpusRow => ({
  id,
  what,
  steps: typeof sent === 'string' ? [sent] : sent,
  ...outcome,
});

const slow: typeof row = (...given) => ({ ...row(...given), isSlow: true });

const path = (id: string, target: string, outcome: Outcome): CorpusRow =>
  row(id, `the path ${JSON.stringify(target.slice(0, 40))}`, get(target), outcome);

const methods: CorpusRow[] = [
  row('H01', 'a method that is not enabled', get('/t37ed/Orders', host, 'DELETE'), answered(405)),
  { ...row('H02', 'HEAD', get('/t37ed/Orders', host, 'HEAD'), answered(405)), bodiless: true },
  row('H03', 'OPTIONS', get('/t37ed/Orders', host, 'OPTIONS'), answered(204)),
  row(
    'H04',
    'a preflight',
    get('/t37ed/Orders', `${host}Origin: https://evil.example\r\n`, 'OPTIONS'),
    answered(204),
  ),
  row('H05', 'TRACE', get('/t37ed/Orders', host, 'TRACE'), answered(405)),
  row('H06', 'CONNECT', get('evil.example:80', host, 'CONNECT'), closed),
  row('H07', 'PROPFIND', get('/t37ed/Orders', host, 'PROPFIND'), answered(405)),
  row('H07', 'M-SEARCH', get('/t37ed/Orders', host, 'M-SEARCH'), answered(405)),
  row('H08', 'QUERY', get('/t37ed/Orders', host, 'QUERY'), answered(405)),
  row('H09', 'an unknown method', get('/t37ed/Orders', host, 'FOO'), ends(400)),
  row('H09', 'a method in lower case', get('/t37ed/Orders', host, 'get'), ends(400)),
  row('H09', 'a method of 10 kB', get('/t37ed/Orders', host, 'G'.repeat(10_000)), ends(400)),
  row('H10', 'a method override', post('a', 'X-HTTP-Method-Override: DELETE\r\n'), accepted),
];

const paths: CorpusRow[] = [
  path('H11', '/', answered(404)),
  row('H12', 'OPTIONS *', get('*', host, 'OPTIONS'), answered(204)),
  path('H13', 'http://evil.example/t37ed/Orders', ends(421)),
  path('H13', 'http://user@localhost/t37ed/Orders', ends(400)),
  path('H13', 'http://hooks.example.com/t37ed/Orders', accepted),
  path('H14', '/t37ed/Orders/', answered(404)),
  path('H15', '//t37ed/Orders', answered(404)),
  path('H15', '/t37ed//Orders', answered(404)),
  path('H16', '/t37ed/Orders/extra', answered(404)),
  path('H17', '/t37ed/orders', answered(404)),
  path('H18', '/t37ed%2FOrders', answered(404)),
  path('H18', '/t37ed/Orders%2Fx', ends(400)),
  path('H18', '/t37ed/Orders?a=%2F', accepted),
  path('H19', '/t37ed/..', answered(404)),
  path('H19', '/t37ed/%2e%2e', answered(404)),
  path('H19', '/../t37ed/Orders', answered(404)),
  path('H20', '/t37ed/Orders%00', ends(400)),
  path('H21', '/t37ed/Orders%0d%0aX', ends(400)),
  path('H22', '/t37ed/Orders%', ends(400)),
  path('H22', '/t37ed/Orders%zz', ends(400)),
  path('H23', '/t37ed/%c0%af', ends(400)),
  path('H23', '/t37ed/%ff', ends(400)),
  path('H24', '/t37ed/%E2%82%AC', answered(404)),
  path('H24', '/t37ed/%4frders', answered(404)),
  path('H25', '/t37ed/Orders\x80', ends(400)),
  path('H25', '/t37ed/Or ders', ends(400)),
  path('H26', '/t37ed\\Orders', ends(400)),
  path('H27', '/t37ed/Orders;v=1', answered(404)),
  path('H28', '/t37ed/Orders#part', ends(400)),
  path('H29', `/t37ed/${'n'.repeat(129)}`, answered(404)),
  path('H29', `/t37ed/Orders?a=${'x'.repeat(8200)}`, ends(414)),
  path('H29', `/t37ed/${'n'.repeat(20_000)}`, ends(431)),
  path('H30', '/__proto__/constructor', answered(404)),
  path('H31', '/t37ed/Orde%CC%8Ars', answered(404)),
];

const query: CorpusRow[] = [
  path('H33', '/t37ed/Orders?a=1&a=2', accepted),
  path('H34', '/t37ed/Orders?a[]=1&a[b]=2', accepted),
  path('H35', '/t37ed/Orders?__proto__=x', accepted),
  path('H36', '/t37ed/Orders?a=%zz&b=%00', accepted),
  path('H37', `/t37ed/Orders?${'a&'.repeat(1000)}a`, ends(400)),
  path('H37', `/t37ed/Orders?${'a&'.repeat(999)}a`, accepted),
  path('H40', '/t37ed/Orders?', accepted),
];

const versions: CorpusRow[] = [
  row('H41', 'HTTP/1.0', `GET /t37ed/Orders HTTP/1.0\r\n${host}\r\n`, {
    statuses: [202],
    closes: true,
    accepted: 1,
  }),
  row('H41', 'HTTP/1.0 without a host', 'GET /t37ed/Orders HTTP/1.0\r\n\r\n', ends(421)),
  row('H42', 'HTTP/0.9', 'GET /t37ed/Orders\r\n\r\n', ends(505)),
  row('H43', 'HTTP/2.0', `GET /t37ed/Orders HTTP/2.0\r\n${host}\r\n`, ends(505)),
  row('H43', 'the HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', ends(400)),
  row('H44', 'HTTP/1.2', `GET /t37ed/Orders HTTP/1.2\r\n${host}\r\n`, ends(400)),
  row('H44', 'HTTP/1.10', `GET /t37ed/Orders HTTP/1.10\r\n${host}\r\n`, ends(400)),
  row('H45', 'no host', get('/t37ed/Orders', ''), ends(400)),
  row('H46', 'two hosts', get('/t37ed/Orders', `${host}${host}`), ends(400)),
  row('H47', 'a malformed host', get('/t37ed/Orders', 'Host: a b@c/..\r\n'), ends(400)),
  row('H47', 'a host that is no IPv6 address', get('/t37ed/Orders', 'Host: [::::]\r\n'), ends(400)),
  row('H48', 'an unknown host', get('/t37ed/Orders', 'Host: evil.example\r\n'), ends(421)),
  row(
    'H48',
    'a name that only ends like ours',
    get('/t37ed/Orders', 'Host: x.hooks.example.com\r\n'),
    ends(421),
  ),
  row(
    'H48',
    'the name of the installation',
    get('/t37ed/Orders', 'Host: HOOKS.example.com:443\r\n'),
    accepted,
  ),
  row('H48', 'an IPv6 address', get('/t37ed/Orders', 'Host: [::1]:8080\r\n'), accepted),
  row('H48', 'an IPv4 address', get('/t37ed/Orders', 'Host: 192.0.2.7\r\n'), accepted),
  row(
    'H49',
    'a forwarded host',
    post('a', 'X-Forwarded-Host: evil.example\r\nX-Forwarded-For: 1.2.3.4\r\n'),
    accepted,
  ),
];

const headers: CorpusRow[] = [
  row('H50', 'lines that end in LF', 'GET /t37ed/Orders HTTP/1.1\nHost: localhost\n\n', ends(400)),
  row('H50', 'a bare CR', get('/t37ed/Orders', `${host}X: a\rb\r\n`), ends(400)),
  row('H50', 'a NUL', get('/t37ed/Orders', `${host}X: a\0b\r\n`), ends(400)),
  row('H50', 'a folded line', get('/t37ed/Orders', `${host}X: a\r\n b\r\n`), ends(400)),
  row('H50', 'a space before the colon', get('/t37ed/Orders', `${host}X : a\r\n`), ends(400)),
  row('H50', 'an empty name', get('/t37ed/Orders', `${host}: a\r\n`), ends(400)),
  row('H50', 'no colon', get('/t37ed/Orders', `${host}X\r\n`), ends(400)),
  row('H51', 'empty lines before the request', `\r\n\r\n${get('/t37ed/Orders')}`, accepted),
  row('H52', 'garbage', 'what is this\r\n\r\n', ends(400)),
  row('H52', 'a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', ends(400)),
  row('H53', 'headers of 20 kB', get('/t37ed/Orders', `${host}X: ${'x'.repeat(20_000)}\r\n`), ends(431)),
  row('H54', '101 headers', get('/t37ed/Orders', `${host}${'A: b\r\n'.repeat(100)}`), ends(431)),
  row('H54', '2,000 headers', get('/t37ed/Orders', `${host}${'A: b\r\n'.repeat(1999)}`), ends(431)),
  row('H54', '100 headers', get('/t37ed/Orders', `${host}${'A: b\r\n'.repeat(99)}`), accepted),
  row('H55', 'a header named __proto__', get('/t37ed/Orders', `${host}__proto__: x\r\n`), accepted),
  row('H56', 'bytes beyond ASCII in a value', get('/t37ed/Orders', `${host}X: \xe4\xff\r\n`), accepted),
  row('H59', 'two keys', get('/t37ed/Orders', `${host}X-Api-Key: a\r\nx-api-key: b\r\n`), ends(400)),
  row(
    'H60',
    'two authorizations',
    get('/t37ed/Orders', `${host}Authorization: a\r\nAUTHORIZATION: b\r\n`),
    ends(400),
  ),
];

const lengths = ['-1', '+5', '0x5', '5 5', '5,5', '5,6', 'abc', '1e1', '99999999999999999999'];

const framing: CorpusRow[] = [
  row('H71', 'a body longer than announced', withHeaders('Content-Length: 2\r\n'), {
    statuses: [202],
    closes: true,
    accepted: 1,
  }),
  slow('H72', 'a body that stalls', withHeaders('Content-Length: 9\r\n'), ends(408)),
  row('H73', 'a body that ends early', [withHeaders('Content-Length: 9\r\n'), finish], ends(400)),
  ...lengths.map((length) =>
    row(
      'H74',
      `content-length ${length}`,
      withHeaders(`Content-Length: ${length}\r\n`) + smuggled,
      ends(400),
    ),
  ),
  row(
    'H75',
    'two equal lengths',
    withHeaders('Content-Length: 5\r\nContent-Length: 5\r\n') + smuggled,
    ends(400),
  ),
  row('H75', 'two lengths', withHeaders('Content-Length: 5\r\nContent-Length: 6\r\n') + smuggled, ends(400)),
  row(
    'H76',
    'a length and chunks',
    withHeaders('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n') + smuggled,
    ends(400),
  ),
  row('H77', 'coding xchunked', withHeaders('Transfer-Encoding: xchunked\r\n') + smuggled, ends(400)),
  row(
    'H77',
    'coding chunked, identity',
    withHeaders('Transfer-Encoding: chunked, identity\r\n') + smuggled,
    ends(400),
  ),
  row(
    'H77',
    'two codings',
    withHeaders('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n') + smuggled,
    ends(400),
  ),
  row(
    'H78',
    'coding gzip, chunked',
    withHeaders('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n') + smuggled,
    ends(501),
  ),
  row(
    'H79',
    'chunks in HTTP/1.0',
    `POST /t37ed/Orders HTTP/1.0\r\n${host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ends(400),
  ),
  row(
    'H80',
    'a tab before the coding',
    withHeaders('Transfer-Encoding:\tchunked\r\n', '2\r\nhi\r\n0\r\n\r\n'),
    accepted,
  ),
  row('H81', 'a small chunk extension', `${chunkedHead}2;a=b\r\nhi\r\n0\r\n\r\n`, accepted),
  row(
    'H81',
    'a chunk extension of 20 kB',
    `${chunkedHead}2;a=${'x'.repeat(20_000)}\r\nhi\r\n0\r\n\r\n`,
    ends(400),
  ),
  row('H82', 'a chunk size of letters', `${chunkedHead}zz\r\nhi\r\n0\r\n\r\n${smuggled}`, ends(400)),
  row('H82', 'a chunk size with 0x', `${chunkedHead}0x2\r\nhi\r\n0\r\n\r\n${smuggled}`, ends(400)),
  row(
    'H82',
    'a chunk size of 17 digits',
    `${chunkedHead}${'f'.repeat(17)}\r\nhi\r\n0\r\n\r\n${smuggled}`,
    ends(400),
  ),
  row('H82', 'a chunk line that ends in LF', `${chunkedHead}2\nhi\r\n0\r\n\r\n${smuggled}`, ends(400)),
  row('H82', 'a chunk without its end', `${chunkedHead}2\r\nhi0\r\n\r\n${smuggled}`, ends(400)),
  row('H83', 'no last chunk', [`${chunkedHead}2\r\nhi\r\n`, finish], ends(400)),
  row('H84', 'a trailer', `${chunkedHead}2\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n`, accepted),
  row('H84', 'a key in a trailer', `${chunkedHead}2\r\nhi\r\n0\r\nAuthorization: x\r\n\r\n`, ends(400)),
  row('H84', 'a host in a trailer', `${chunkedHead}2\r\nhi\r\n0\r\nHost: x\r\n\r\n`, ends(400)),
  row('H84', 'a length in a trailer', `${chunkedHead}2\r\nhi\r\n0\r\nContent-Length: 1\r\n\r\n`, ends(400)),
  row(
    'H85',
    'a second request within what one reader takes for the body',
    withHeaders('Content-Length: 6\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n') + smuggled,
    ends(400),
  ),
  row(
    'H85',
    'a second request after a body that the length cuts in two',
    withHeaders('Content-Length: 3\r\n', 'abc') +
      `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${host}\r\n${smuggled}`,
    { statuses: [202], closes: true, accepted: 1 },
  ),
  row('H86', 'three requests in one packet', post('a').repeat(3), {
    statuses: [202, 202, 202],
    closes: false,
    accepted: 3,
  }),
];

const limit = 'x'.repeat(maxBodyBytes);
const chunk = (bytes: string): string => `${bytes.length.toString(16)}\r\n${bytes}\r\n`;

const sizes: CorpusRow[] = [
  row('H88', 'a body of exactly the limit', post(limit), accepted),
  row(
    'H88',
    'an announced body over the limit',
    withHeaders(`Content-Length: ${maxBodyBytes + 1}\r\n`, ''),
    ends(413),
  ),
  row('H88', 'chunks of exactly the limit', `${chunkedHead}${chunk(limit)}0\r\n\r\n`, accepted),
  row('H88', 'chunks over the limit', `${chunkedHead}${chunk(limit)}${chunk('x')}`, ends(413)),
  row(
    'H90',
    'a body over the limit that waits for a 100',
    withHeaders(`Expect: 100-continue\r\nContent-Length: ${maxBodyBytes + 1}\r\n`, ''),
    ends(413),
  ),
  row('H91', 'an unknown expectation', withHeaders('Expect: foo\r\nContent-Length: 2\r\n', 'hi'), ends(417)),
  row('H92', 'GET with a body', `GET /t37ed/Orders HTTP/1.1\r\n${host}Content-Length: 2\r\n\r\nhi`, accepted),
  row(
    'H93',
    'DELETE with a body',
    `DELETE /t37ed/Orders HTTP/1.1\r\n${host}Content-Length: 2\r\n\r\nhi`,
    answered(405),
  ),
];

const types: CorpusRow[] = [
  row('H94', 'no content type', post('{'), accepted),
  row('H95', 'a content type of semicolons', post('{}', 'Content-Type: ;;;\r\n'), accepted),
  row('H95', 'a content type with a tab', post('{}', 'Content-Type: application/json\ta\r\n'), accepted),
  row(
    'H96',
    'two content types',
    post('{}', 'Content-Type: text/plain\r\nContent-Type: text/xml\r\n'),
    ends(400),
  ),
  row('H97', 'bad JSON', post('{,', 'Content-Type: application/json\r\n'), accepted),
  row('H98', 'empty JSON', post('', 'Content-Type: application/json\r\n'), accepted),
  row('H107', 'a content encoding', post('not gzip', 'Content-Encoding: gzip\r\n'), accepted),
  row('H109', 'multipart without a boundary', post('x', 'Content-Type: multipart/form-data\r\n'), accepted),
];

const connections: CorpusRow[] = [
  slow('H113', 'headers that stall', `GET /t37ed/Orders HTTP/1.1\r\n${host}`, ends(408)),
  slow('H113', 'headers that come byte by byte', [{ dribble: get('/t37ed/Orders') }], ends(408)),
  slow('H114', 'silence', [], closed),
  slow(
    'H115',
    'a body that comes byte by byte',
    [withHeaders('Content-Length: 90\r\n', ''), { dribble: 'x'.repeat(90) }],
    ends(408),
  ),
  row('H118', 'a caller that hangs up in its body', [withHeaders('Content-Length: 9\r\n'), reset], closed),
  row('H121', 'a caller that shuts its sending side', [post('a'), finish], {
    statuses: [202],
    closes: true,
    accepted: 1,
  }),
  row(
    'H123',
    'an upgrade to WebSocket',
    get('/t37ed/Orders', `${host}Connection: Upgrade\r\nUpgrade: websocket\r\n`),
    ends(426),
  ),
  // Java's own client offers h2c with each request; an offer may be ignored (RFC 9110, 7.8).
  row(
    'H123',
    'an offer of h2c, which is not taken up',
    get(
      '/t37ed/Orders',
      `${host}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n`,
    ),
    accepted,
  ),
];

export const corpus: readonly CorpusRow[] = [
  ...methods,
  ...paths,
  ...query,
  ...versions,
  ...headers,
  ...framing,
  ...sizes,
  ...types,
  ...connections,
];
