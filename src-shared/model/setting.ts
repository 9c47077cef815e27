import { z } from 'zod';

const Port = z.number().int().min(0).max(65_535);

/** What the operator sets for the whole installation. */
export const Settings = z.strictObject({
  http: z
    .strictObject({
      /** The address to listen on; 127.0.0.1 is this machine only. */
      host: z.string().min(1).max(253).default('127.0.0.1').meta({ title: 'Address to listen on' }),
      port: Port.default(8080).meta({ title: 'Port' }),
    })
    .prefault({}),
  /** The address callers use, where a reverse proxy stands before Hookline. */
  publicBaseUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null)
    .meta({ title: 'Public base address' }),
  /** Header names, beside the usual ones, whose values are never stored. */
  hiddenHeaders: z.array(z.string().min(1).max(100)).max(100).default([]).meta({ title: 'Hidden headers' }),
  /** Query names whose values are never stored. */
  hiddenParameters: z
    .array(z.string().min(1).max(100))
    .max(100)
    .default([])
    .meta({ title: 'Hidden query names' }),
});
export type Settings = z.infer<typeof Settings>;

/** A listener and whether it is up. */
export const ListenerStatus = z.object({
  kind: z.enum(['http', 'admin']),
  host: z.string(),
  port: z.number().int(),
  url: z.string(),
  up: z.boolean(),
  /** Why it is not up. */
  problem: z.object({ code: z.string(), text: z.string() }).nullable(),
});
export type ListenerStatus = z.infer<typeof ListenerStatus>;

export const HostStatus = z.object({
  version: z.string(),
  face: z.enum(['desktop', 'headless']),
  dataFolder: z.string(),
  startedAt: z.iso.datetime(),
  listeners: z.array(ListenerStatus),
  /** The base of the addresses shown to designers. */
  httpBaseUrl: z.string(),
  httpsBaseUrl: z.string().nullable(),
});
export type HostStatus = z.infer<typeof HostStatus>;
