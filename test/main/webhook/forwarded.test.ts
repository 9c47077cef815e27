import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createIpList } from '#main/ip-list.ts';
import { readForwarded } from '#main/webhook/forwarded.ts';

const proxies = createIpList(['10.0.0.0/8', '::1']);
const peer = '10.0.0.1';
const read = (...rawHeaders: string[]) => {
  const said = readForwarded(peer, rawHeaders, proxies);
  return said.ok ? said.value : said.problem.code;
};
const nobody = { address: peer, host: null, isSecure: null };

describe('what a trusted proxy says', () => {
  test('is asked of nobody else', () => {
    const said = readForwarded('203.0.113.5', ['X-Forwarded-For', '192.0.2.1'], proxies);
    expect(said).toEqual({ ok: true, value: null });
  });

  test('may be nothing: it calls for itself then', () => {
    expect(read('Host', 'a')).toEqual(nobody);
    expect(read('X-Forwarded-For', '')).toEqual(nobody);
    expect(read('X-Forwarded-For', ' , ,')).toEqual(nobody);
  });

  test.each([
    ['192.0.2.1', '192.0.2.1'],
    // What a caller wrote itself stands left of what the proxy saw.
    ['127.0.0.1, 192.0.2.1', '192.0.2.1'],
    ['192.0.2.1, 10.9.9.9', '192.0.2.1'],
    ['198.51.100.1, 192.0.2.1, 10.9.9.9, 10.8.8.8', '192.0.2.1'],
    // Proxies all the way.
    ['10.7.7.7, 10.9.9.9', '10.7.7.7'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['unknown', 'unknown'],
    ['192.0.2.1, unknown', 'unknown'],
    ['x'.repeat(100), 'x'.repeat(64)],
  ])('in x-forwarded-for as %s is %s', (value, address) => {
    expect(read('X-Forwarded-For', value)).toEqual({ ...nobody, address });
  });

  test('in several lines is one list', () => {
    expect(read('X-Forwarded-For', '192.0.2.1', 'x-forwarded-for', '10.9.9.9')).toMatchObject({
      address: '192.0.2.1',
    });
  });

  test.each([
    ['for=192.0.2.1', { address: '192.0.2.1', host: null, isSecure: null }],
    [
      'For="[2001:db8::17]:4711"; Proto=HTTPS; host="hooks.example.com"',
      { address: '2001:db8::17', host: 'hooks.example.com', isSecure: true },
    ],
    [
      'for=127.0.0.1;host=evil, for=192.0.2.1;proto=http;host=hooks.example.com;by=10.0.0.1, for=10.2.2.2',
      { address: '192.0.2.1', host: 'hooks.example.com', isSecure: false },
    ],
    ['for=_hidden', { address: '_hidden', host: null, isSecure: null }],
    ['proto=https', { address: 'unknown', host: null, isSecure: true }],
    ['for="a\\"b"', { address: 'a"b', host: null, isSecure: null }],
  ])('in forwarded as %s is read', (value, expected) => {
    expect(read('Forwarded', value)).toEqual(expected);
  });

  test.each(['for', 'for=', 'for=a b', 'for="a', '=a', 'for=a;;', ',', 'for=[::1]]x"', 'for=a,,for=b'])(
    'in forwarded as %j is malformed or a word, never an address',
    (value) => {
      const said = read('Forwarded', value);
      if (typeof said === 'object') expect(said?.address).not.toMatch(/^[\d.]+$/);
      else expect(said).toBe('malformed_request');
    },
  );

  test('gives host and scheme in the older headers too', () => {
    expect(
      read(
        'X-Forwarded-For',
        '192.0.2.1',
        'X-Forwarded-Proto',
        'https',
        'X-Forwarded-Host',
        'hooks.example.com, inner.local',
      ),
    ).toEqual({ address: '192.0.2.1', host: 'hooks.example.com', isSecure: true });
  });

  test('of the scheme is what a proxy saw, not what the caller wrote before it', () => {
    const scheme = (addresses: string, schemes: string) => {
      const said = read('X-Forwarded-For', addresses, 'X-Forwarded-Proto', schemes);
      return typeof said === 'object' ? said?.isSecure : said;
    };
    expect(scheme('192.0.2.1', 'https')).toBe(true);
    expect(scheme('192.0.2.1', 'https, http')).toBe(false);
    // Two proxies that add to both lists: TLS ends at the first.
    expect(scheme('192.0.2.1, 10.9.9.9', 'https, http')).toBe(true);
    expect(scheme('127.0.0.1, 192.0.2.1, 10.9.9.9', 'https, http, https')).toBe(false);
  });

  test('in both kinds of header must be the same', () => {
    expect(read('Forwarded', 'for=192.0.2.1', 'X-Forwarded-For', '192.0.2.1')).toMatchObject({
      address: '192.0.2.1',
    });
    expect(read('Forwarded', 'for=127.0.0.1', 'X-Forwarded-For', '192.0.2.1')).toBe('malformed_request');
  });

  test('of host and scheme is believed where both kinds of header say it: one of them is the caller’s', () => {
    const forged = ['Forwarded', 'for=192.0.2.1;proto=https;host=inner'];
    const older = (...more: string[]) => read(...forged, 'X-Forwarded-For', '192.0.2.1', ...more);
    const address = '192.0.2.1';
    expect(older()).toEqual({ address, host: null, isSecure: null });
    expect(older('X-Forwarded-Proto', 'http', 'X-Forwarded-Host', 'outer')).toEqual({
      address,
      host: null,
      isSecure: null,
    });
    expect(older('X-Forwarded-Proto', 'https', 'X-Forwarded-Host', 'inner')).toEqual({
      address,
      host: 'inner',
      isSecure: true,
    });
  });

  test('never makes a caller of what stands left of an address that is no proxy', () => {
    const forged = fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 20 })), { maxLength: 5 });
    fc.assert(
      fc.property(forged, (texts) => {
        const list = [...texts.map((text) => text.replaceAll(/[,\s]/g, '')), '192.0.2.1', '10.9.9.9'];
        expect(read('X-Forwarded-For', list.join(', '))).toMatchObject({ address: '192.0.2.1' });
      }),
    );
  });

  test('is read in little time, however it is written', () => {
    for (const text of [
      'for="' + '\\'.repeat(16_000),
      'a=b;'.repeat(4_000) + '"',
      'for=' + ' \t'.repeat(8_000),
    ])
      expect(read('Forwarded', text)).toBe('malformed_request');
  });
});
