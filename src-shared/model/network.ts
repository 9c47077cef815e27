import { z } from 'zod';

const notations = [z.ipv4(), z.cidrv4(), z.ipv6(), z.cidrv6()];

/** One IP address, or a range of them in CIDR notation; v4 or v6. */
export const AddressRange = z
  .string()
  .refine(
    (text) => notations.some((notation) => notation.safeParse(text).success),
    'This is neither an IP address nor a range such as 10.0.0.0/8.',
  );
export const AddressRanges = z.array(AddressRange).max(1_000, 'A list has at most 1,000 entries.');

/** Whose pages may call from a browser: an origin, or any. */
export const Origin = z
  .string()
  .max(300)
  .regex(
    /^(?:\*|https?:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?)$/,
    'An origin is a scheme, a host and perhaps a port, such as https://app.example.com.',
  );

/** Who reaches what over the network, for the whole installation. */
export const NetworkSettings = z.strictObject({
  /** Reverse proxies that are believed about who calls. */
  trustedProxies: AddressRanges.default([]).meta({ title: 'Trusted proxies' }),
  /** Where it names anyone, nobody else may call. */
  allow: AddressRanges.default([]).meta({ title: 'Allowed addresses' }),
  /** Who may not call, allowed or not. */
  deny: AddressRanges.default([]).meta({ title: 'Denied addresses' }),
  /** Whether workflows may send requests to this machine and to private networks. */
  privateDestinations: z.boolean().default(true).meta({ title: 'Requests to private networks' }),
});
export type NetworkSettings = z.infer<typeof NetworkSettings>;
