import { z } from 'zod';
import { AbsolutePath } from './absolute-path.ts';
import { NetworkSettings } from './network.ts';
import { Retention } from './retention.ts';

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;
const Bytes = z
  .number()
  .int()
  .min(mebibyte)
  .max(2 ** 50);

const Port = z.number().int().min(0).max(65_535);

/** The address to listen on; 127.0.0.1 is this machine only. */
const ListenAddress = z.string().min(1).max(253).default('127.0.0.1').meta({ title: 'Address to listen on' });

const Https = z
  .strictObject({
    on: z.boolean().default(false).meta({ title: 'HTTPS' }),
    host: ListenAddress,
    port: Port.default(8443).meta({ title: 'Port' }),
    /** Further names and addresses of the certificate made by Hookline, beside this machine's. */
    names: z
      .array(z.string().trim().toLowerCase().min(1).max(253))
      .max(100)
      .default([])
      .meta({ title: 'Further names' }),
    /** `ask`: a caller may show a certificate; `require`: without a trusted one there is no connection. */
    clientCertificates: z
      .enum(['off', 'ask', 'require'])
      .default('off')
      .meta({ title: 'Client certificates' }),
    /** PEM: who may have issued the certificates of callers. Nobody else is trusted for it. */
    clientAuthorities: z
      .string()
      .max(mebibyte)
      .default('')
      .meta({ title: 'Authorities of client certificates' }),
  })
  .superRefine(({ clientCertificates, clientAuthorities }, issue) => {
    if (clientCertificates === 'require' && clientAuthorities.trim() === '') {
      const message = 'Without an authority no certificate of a caller can be trusted.';
      issue.addIssue({ code: 'custom', path: ['clientAuthorities'], message });
    }
  });

/** What the operator sets for the whole installation. */
export const Settings = z.strictObject({
  http: z
    .strictObject({
      on: z.boolean().default(true).meta({ title: 'HTTP' }),
      host: ListenAddress,
      port: Port.default(8080).meta({ title: 'Port' }),
    })
    .prefault({}),
  https: Https.prefault({}),
  /** The address callers use, where a reverse proxy stands before Hookline. */
  publicBaseUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null)
    .meta({ title: 'Public base address' }),
  network: NetworkSettings.prefault({}),
  /** Header names, beside the usual ones, whose values are never stored. */
  hiddenHeaders: z.array(z.string().min(1).max(100)).max(100).default([]).meta({ title: 'Hidden headers' }),
  /** Query names whose values are never stored. */
  hiddenParameters: z
    .array(z.string().min(1).max(100))
    .max(100)
    .default([])
    .meta({ title: 'Hidden query names' }),
  /** What may be on its way at once, over all triggers; beyond it callers get 503. */
  limits: z
    .strictObject({
      waitingBytes: Bytes.default(8 * gibibyte).meta({ title: 'Bytes of waiting calls' }),
      waitingCallers: z.number().int().min(1).max(100_000).default(1_000).meta({ title: 'Waiting callers' }),
      bodyBytes: Bytes.default(64 * mebibyte).meta({ title: 'Bytes of bodies being received' }),
    })
    .prefault({}),
  /** The values of API keys made from now on are not kept: whoever makes one copies it then, or never. */
  showKeysOnce: z.boolean().default(false).meta({ title: 'Show keys once only' }),
  /** Programs that workflows may run; none: no step runs any. */
  commands: z.array(AbsolutePath).max(100).default([]).meta({ title: 'Programs that workflows may run' }),
  /** Folders that workflows may write to. */
  folders: z.array(AbsolutePath).max(100).default([]).meta({ title: 'Folders that workflows may write to' }),
  retention: Retention.prefault({ days: 30, bytes: 10 * gibibyte }),
  /** `null`: from the size of the volume. */
  disk: z
    .strictObject({
      /** Free bytes below which nothing is accepted: the smaller of 256 MiB and 5 % where not set. */
      stopBytes: Bytes.nullable().default(null).meta({ title: 'Stop below' }),
      /** Kept back for the way out of a full disk: the smaller of 64 MiB and 1 % where not set. */
      reserveBytes: Bytes.nullable().default(null).meta({ title: 'Reserve' }),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof Settings>;

/** Why an installation did not open, and what may be done about it. Nothing is done unasked. */
export const Recovery = z.object({
  problem: z.object({ code: z.string(), text: z.string() }),
  /** What each choice would bring back, and what would be gone. */
  choices: z.array(
    z.object({
      kind: z.enum(['salvage', 'restore', 'continue', 'empty']),
      text: z.string(),
      loses: z.string(),
      /** The backup that `restore` would take. */
      file: z.string().nullable(),
      calls: z.number().int().nullable(),
    }),
  ),
});
export type Recovery = z.infer<typeof Recovery>;

/** What somebody decided about damaged data; `file` is the backup for `restore`, the newest where left out. */
export const RecoveryChoice = z.object({
  choice: z.enum(['salvage', 'restore', 'continue', 'empty']),
  file: z.string().min(1).optional(),
});
export type RecoveryChoice = z.infer<typeof RecoveryChoice>;

/** A listener and whether it is up. */
export const ListenerStatus = z.object({
  kind: z.enum(['http', 'https', 'admin']),
  host: z.string(),
  port: z.number().int(),
  url: z.string(),
  up: z.boolean(),
  /** Why it is not up. */
  problem: z.object({ code: z.string(), text: z.string() }).nullable(),
});
export type ListenerStatus = z.infer<typeof ListenerStatus>;

/** Something that a person should look at, as long as it lasts. */
export const Alarm = z.object({
  code: z.enum([
    'disk_low',
    'disk_full',
    'executions_paused',
    'log_growing',
    'storage_slow',
    'key_expiring',
    'certificate_broken',
    'certificate_unfit',
    'certificate_expiring',
    'certificate_ending',
    'data_key_lost',
    'notification_failing',
    'notification_loop',
  ]),
  text: z.string(),
  since: z.iso.datetime(),
});
export type Alarm = z.infer<typeof Alarm>;

export const HostStatus = z.object({
  version: z.string(),
  face: z.enum(['desktop', 'headless']),
  dataFolder: z.string(),
  startedAt: z.iso.datetime(),
  /** What time it is there. */
  now: z.iso.datetime(),
  listeners: z.array(ListenerStatus),
  /** The bases of the addresses shown to designers; null where there is no such listener. */
  httpBaseUrl: z.string().nullable(),
  httpsBaseUrl: z.string().nullable(),
  /** Of the networks that this machine is in, itself left out. */
  addresses: z.array(z.string()),
  alarms: z.array(Alarm),
  /** Set while the installation waits for somebody to decide what to do with its damaged data. */
  recovery: Recovery.nullable(),
});
export type HostStatus = z.infer<typeof HostStatus>;
