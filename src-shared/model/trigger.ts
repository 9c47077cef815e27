import { z } from 'zod';
import { Authentication, AuthenticationDraft } from './auth.ts';
import { bodyContract } from './body-contract.ts';
import { HiddenBodyPaths } from './hidden-body-paths.ts';
import { AddressRanges, Origin } from './network.ts';
import { QueryParameter } from './parameter.ts';
import { RateLimit } from './rate-limit.ts';
import { Retention } from './retention.ts';
import { XmlLists } from './xml-lists.ts';

export const Method = z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
export type Method = z.infer<typeof Method>;

const mebibyte = 1024 * 1024;

const RequestResponse = z
  .union([
    z.boolean(),
    z.strictObject({
      timeoutSeconds: z.number().min(1).max(600).default(30).meta({ title: 'Time-out in seconds' }),
      onTimeout: z.union([z.literal(504), z.literal(202)]).default(504),
    }),
  ])
  .transform((value) => (value === true ? { timeoutSeconds: 30, onTimeout: 504 as const } : value));

/** `null`: one lane for all calls; otherwise one for each value of the expression. */
const OrderedDelivery = z
  .union([
    z.boolean(),
    z.strictObject({
      by: z.string().min(1).max(10_000).nullable().default(null).meta({ title: 'One lane for each' }),
      /** What happens when the head of a lane has failed for good. */
      onFailure: z.enum(['continue', 'hold']).default('continue'),
    }),
  ])
  .transform((value) => (value === true ? { by: null, onFailure: 'continue' as const } : value));

const Retry = z.strictObject({
  /** The first one counts. */
  attempts: z.number().int().min(1).max(100).default(1),
  /** Before the second, third, … attempt; the last one stands for all that follow. */
  waitSeconds: z.array(z.number().min(0).max(86_400)).min(1).max(20).default([1, 5, 30, 120, 600]),
  /** The share by which a wait is made longer or shorter at random. */
  jitter: z.number().min(0).max(1).default(0.2),
});

const Idempotency = z.union([
  z.literal(false),
  z.strictObject({
    header: z.enum(['Idempotency-Key', 'webhook-id']).default('Idempotency-Key'),
    /** How long the answer to a key is kept. */
    hours: z.number().min(1).max(720).default(24),
  }),
]);

const fields = {
  methods: z
    .array(Method)
    .min(1, 'At least one method is required.')
    .refine((methods) => new Set(methods).size === methods.length, 'A method stands twice.')
    .default(['GET', 'POST']),
  /** Calls run exactly in the order received, one at a time in each lane. */
  orderedDelivery: OrderedDelivery.default(false),
  /** How many calls run side by side where delivery is not ordered, or ordered by a key. */
  concurrency: z.number().int().min(1).max(100).default(4),
  /** `false`: 202 at once. Otherwise the caller waits for the result, or for the time-out. */
  requestResponse: RequestResponse.default(false),
  queryParameters: z
    .array(QueryParameter)
    .max(200)
    .superRefine((parameters, issue) => {
      const seen = new Set<string>();
      parameters.forEach(({ name }, at) => {
        if (seen.has(name)) {
          issue.addIssue({
            code: 'custom',
            path: [at, 'name'],
            message: `The parameter ${name} stands twice.`,
          });
        }
        seen.add(name);
      });
    })
    .default([]),
  maxBodyBytes: z
    .number()
    .int()
    .min(0)
    .max(1024 * mebibyte)
    .default(16 * mebibyte),
  /** Elements of XML bodies that are a list even where one stands alone. */
  xmlLists: XmlLists.default([]),
  /** Waiting calls beyond which a caller gets 429; running calls do not count. */
  maxWaiting: z.number().int().min(1).max(10_000_000).default(10_000),
  /** What follows a failed attempt; the call stays at the head of its lane. */
  retry: Retry.prefault({}),
  /** Whether an attempt that was cut off by the end of the process is made again; with a caller it never is. */
  delivery: z.enum(['atLeastOnce', 'atMostOnce']).default('atLeastOnce'),
  /** A repeated key gets the answer to the first call with it. */
  idempotency: Idempotency.default(false),
  /** Whether a call may be sent again without asking: running twice does no harm. */
  repeatable: z.boolean().default(false),
  /** For each API key on its own; for all calls together where there are none. */
  rateLimit: RateLimit.default(false),
  /** In place of the installation's own where set. */
  retention: Retention.prefault({}),
  /** The longest that one execution may take. */
  executionTimeoutSeconds: z.number().min(1).max(86_400).default(600),
  /** Whether a key may also stand in the address, as `?api_key=`. */
  keyInQuery: z.boolean().default(false),
  /** Addresses that may call; all where there are none. */
  allow: AddressRanges.default([]),
  /** Addresses that may not call, whatever `allow` says. */
  deny: AddressRanges.default([]),
  /** Web pages that may call from a browser, by their origin. */
  origins: z.array(Origin).max(100).default([]),
  /** Whether calls over plain HTTP are refused. */
  httpsOnly: z.boolean().default(false),
  /** Where values stand in a body that nobody may see: it is sealed at rest, and masked wherever it is shown. */
  hiddenBodyPaths: HiddenBodyPaths,
  /** The shape of an error for the caller: RFC 9457, or `{ errors: [{ code, message }] }`. */
  errors: z.enum(['problem', 'list']).default('problem'),
  ...bodyContract,
};

interface TimeLimits {
  readonly requestResponse: false | { readonly timeoutSeconds: number };
  readonly executionTimeoutSeconds: number;
}

function refuseShortExecution(trigger: TimeLimits, issue: z.core.$RefinementCtx): void {
  const wait = trigger.requestResponse;
  if (wait && wait.timeoutSeconds > trigger.executionTimeoutSeconds) {
    issue.addIssue({
      code: 'custom',
      path: ['executionTimeoutSeconds'],
      message: `The execution may take at least as long as the caller waits (${wait.timeoutSeconds} s).`,
    });
  }
}

interface Pages {
  readonly authentication: { readonly kind: string };
  readonly origins: readonly string[];
}

/** With a key, each page that may use it is somebody's decision. */
function refuseAnyPage({ authentication, origins }: Pages, issue: z.core.$RefinementCtx): void {
  const at = origins.indexOf('*');
  if (at === -1 || authentication.kind === 'none') return;
  const message = 'Only a trigger without authentication may be called by any page.';
  issue.addIssue({ code: 'custom', path: ['origins', at], message });
}

/** The webhook settings of an integration, as kept and shown. */
export const Trigger = z
  .strictObject({ ...fields, authentication: Authentication })
  .superRefine(refuseShortExecution)
  .superRefine(refuseAnyPage);
export type Trigger = z.infer<typeof Trigger>;

/** The same as handed in by a form or a file; new keys carry their value. */
export const TriggerDraft = z
  .strictObject({ ...fields, authentication: AuthenticationDraft })
  .superRefine(refuseShortExecution)
  .superRefine(refuseAnyPage);
export type TriggerDraft = z.infer<typeof TriggerDraft>;
