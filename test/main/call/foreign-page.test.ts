// Whether a page of another site calls, by what browsers say of it, and what programs say of themselves.
import { describe, expect, test } from 'vitest';
import { foreignPageOf } from '#main/call/foreign-page.ts';

const pageOf = (headers: Readonly<Record<string, string>>, host = 'hooks.lan:8080') =>
  foreignPageOf({ host, rawHeaders: Object.entries(headers).flat() });

const chromium = {
  'User-Agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36',
  'Accept-Language': 'en-US,en;q=0.9',
};

describe('a page of another site', () => {
  test.each([
    ['names its origin', { Origin: 'https://evil.example' }, 'https://evil.example'],
    ['has none that it could name', { Origin: 'null' }, 'null'],
    ['is of another port', { Origin: 'http://hooks.lan' }, 'http://hooks.lan'],
    ['is said to be one', { 'Sec-Fetch-Site': 'cross-site' }, 'null'],
    ['is of a sibling', { 'Sec-Fetch-Site': 'same-site', Origin: 'https://a.lan' }, 'https://a.lan'],
    ['is in the referer', { ...chromium, Referer: 'https://evil.example/page' }, 'https://evil.example'],
    ['is in a referer that cannot be read', { ...chromium, Referer: 'evil' }, 'null'],
    ['keeps to itself which it is', chromium, 'null'],
    ['keeps its language to itself too', { ...chromium, 'Accept-Language': '' }, 'null'],
  ])('that %s is known', (_what, headers, expected) => {
    expect(pageOf(headers)).toBe(expected);
  });
});

test.each([
  ['a page from the address itself', { Origin: 'http://hooks.lan:8080' }],
  ['one behind a proxy that speaks TLS', { Origin: 'https://hooks.lan:8080' }],
  ['one that only its referer names', { ...chromium, Referer: 'http://hooks.lan:8080/page' }],
  ['one of which the browser says so', { ...chromium, 'Sec-Fetch-Site': 'same-origin' }],
  ['somebody who typed the address', { ...chromium, 'Sec-Fetch-Site': 'none' }],
  ['curl', { 'User-Agent': 'curl/8.14.1', Accept: '*/*' }],
  ['nobody in particular', {}],
  ['fetch of Node', { 'user-agent': 'node', 'accept-language': '*', 'sec-fetch-mode': 'cors' }],
  [
    'PowerShell',
    { 'User-Agent': 'Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0; en-US) PowerShell/7.5.0' },
  ],
  ['a monitor', { 'User-Agent': 'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)' }],
  [
    'a macro of an office program',
    { 'User-Agent': 'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0)', 'Accept-Language': 'en-us' },
  ],
  [
    'an app of a telephone',
    { 'User-Agent': 'Erp/7 CFNetwork/3826 Darwin/24.6.0', 'Accept-Language': 'de-DE' },
  ],
] satisfies [string, Record<string, string>][])('%s is no page of another site', (_what, headers) => {
  expect(pageOf(headers)).toBe(null);
});
