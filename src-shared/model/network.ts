import { z } from 'zod';

/** One IP address, or a range of them in CIDR notation; v4 or v6. */
export const AddressRange = z.union(
  [z.ipv4(), z.cidrv4(), z.ipv6(), z.cidrv6()],
  'This is neither an IP address nor a range such as 10.0.0.0/8.',
);
export const AddressRanges = z.array(AddressRange).max(1_000, 'A list has at most 1,000 entries.');
