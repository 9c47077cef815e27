import { describe, expect, test } from 'vitest';
import { createIpList } from '#main/ip-list.ts';
import { AddressRange } from '#shared/model/network.ts';

const has = (ranges: readonly string[], address: string) =>
  createIpList(ranges.map((range) => AddressRange.parse(range))).has(address);

describe('a list of IP addresses', () => {
  test.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '10.1.2.4', false],
    ['10.1.2.3/32', '10.1.2.3', true],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::1', '2001:0DB8:0:0::1', true],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['fe80::1', 'fe80::1%eth0', true],
    ['::1', '::1', true],
  ])('%s with %s: %s', (range, address, expected) => {
    expect(has([range], address)).toBe(expected);
  });

  test('takes an IPv4 address for the same within IPv6, on either side', () => {
    expect(has(['10.0.0.0/8'], '::ffff:10.1.2.3')).toBe(true);
    expect(has(['10.0.0.0/8'], '::ffff:a01:203')).toBe(true);
    expect(has(['::ffff:10.0.0.0/104'], '10.1.2.3')).toBe(true);
    expect(has(['::ffff:10.1.2.3'], '10.1.2.3')).toBe(true);
    expect(has(['::ffff:10.0.0.0/104'], '11.1.2.3')).toBe(false);
  });

  test('has any of its ranges, and nothing that is no address', () => {
    const list = createIpList(['10.0.0.0/8', '::1']);
    expect(['10.0.0.1', '::1', '::2', '', 'unknown', '10.0.0', '10.0.0.1:80'].map(list.has)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test.each([
    '10.0.0.0/33',
    '10.0.0/8',
    '010.0.0.1',
    '::/129',
    'localhost',
    '10.0.0.1-10.0.0.9',
    ' 10.0.0.1',
    '',
  ])('cannot hold %j', (text) => expect(AddressRange.safeParse(text).success).toBe(false));
});
