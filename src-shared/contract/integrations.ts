import { z } from 'zod';
import { BodySchema } from '../model/body-contract.ts';
import { ShownBody } from '../model/call.ts';
import { MadeKey } from '../model/installation.ts';
import {
  Integration,
  IntegrationDraft,
  IntegrationSummary,
  IntegrationVersion,
} from '../model/integration.ts';
import { KeyUse } from '../model/key-use.ts';
import { Method } from '../model/trigger.ts';
import { Users } from './environment.ts';
import { designer, support } from './role.ts';

const ById = z.object({ id: z.uuid() });
/** One, or a list. */
const Ids = z.union([z.uuid().transform((id) => [id]), z.array(z.uuid()).max(10_000)]);
const Saved = z.object({
  integration: Integration,
  /** Keys that were made because the draft gave none. */
  madeKeys: z.array(MadeKey),
  /** Others that were saved with it, since their steps call it by the name that it has now. */
  callers: Users,
});

/** A key somewhere in the installation, and how it was used. */
export const KeyPlace = z.object({
  id: z.uuid(),
  label: z.string(),
  hint: z.string(),
  enabled: z.boolean(),
  expiresAt: z.iso.datetime().nullable(),
  isShownOnce: z.boolean(),
  /** The value before it was rotated, as long as it works. */
  previous: z.object({ id: z.uuid(), hint: z.string(), until: z.iso.datetime(), use: KeyUse }).nullable(),
  integrationId: z.uuid(),
  integration: z.string(),
  code: z.string(),
  use: KeyUse,
});
export type KeyPlace = z.infer<typeof KeyPlace>;

export const TestCall = z.object({
  id: z.uuid(),
  method: Method.optional().meta({ description: 'The first of the trigger where left out.' }),
  /** Without the question mark. */
  query: z.string().default(''),
  contentType: z.string().optional(),
  body: z.string().optional(),
  bodyEncoding: z.enum(['text', 'base64']).default('text'),
});

export const TestAnswer = z.object({
  callId: z.uuid().nullable(),
  status: z.number().int(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: ShownBody,
  durationMs: z.number(),
});
export type TestAnswer = z.infer<typeof TestAnswer>;

/**
 * Problems: `integration_not_found`, `version_stale`, `address_taken`, `key_not_found`, `key_shown_once`,
 * `calls_waiting`, `integration_called`, `input_invalid`.
 */
export const integrations = {
  list: support
    .route({ method: 'GET', path: '/integrations', summary: 'All integrations' })
    .output(z.array(Integration)),
  summaries: support
    .route({ method: 'GET', path: '/integrations/summaries', summary: 'The same without their workflows' })
    .output(z.array(IntegrationSummary)),
  get: support
    .route({ method: 'GET', path: '/integrations/{id}', summary: 'One integration' })
    .input(ById)
    .output(Integration),
  create: designer
    .route({ method: 'POST', path: '/integrations', summary: 'Make an integration' })
    .input(z.object({ draft: IntegrationDraft }))
    .output(Saved),
  update: designer
    .route({ method: 'PUT', path: '/integrations/{id}', summary: 'Save a new version' })
    .input(
      ById.extend({
        /** The version the draft was made from; another one by now is `version_stale`. */
        version: z.number().int().optional(),
        draft: IntegrationDraft,
      }),
    )
    .output(Saved),
  remove: designer
    .route({ method: 'DELETE', path: '/integrations/{id}', summary: 'Delete an integration' })
    .input(
      ById.extend({
        cancelWaiting: z.boolean().default(false),
        /** Although others call it: their calls fail from then on. */
        breakCallers: z.boolean().default(false),
      }),
    )
    .output(z.object({ cancelled: z.number().int() })),
  versions: support
    .route({ method: 'GET', path: '/integrations/{id}/versions', summary: 'Its history, newest first' })
    .input(ById)
    .output(z.array(IntegrationVersion)),
  version: support
    .route({ method: 'GET', path: '/integrations/{id}/versions/{version}', summary: 'An older version' })
    .input(ById.extend({ version: z.coerce.number().int() }))
    .output(Integration),
  restore: designer
    .route({
      method: 'POST',
      path: '/integrations/{id}/versions/{version}/restore',
      summary: 'Bring an older version back as a new one; secrets stay as they are now',
    })
    .input(ById.extend({ version: z.coerce.number().int() }))
    .output(Saved),
  sampleSchema: designer
    .route({
      method: 'POST',
      path: '/integrations/{id}/sample-schema',
      summary: 'A JSON Schema of the bodies of its last calls',
    })
    .input(ById.extend({ calls: z.number().int().min(1).max(500).default(100) }))
    .output(z.object({ schema: BodySchema.nullable(), calls: z.number().int() })),
  keys: support
    .route({ method: 'GET', path: '/keys', summary: 'The API keys of all triggers, without their values' })
    .input(z.object({ ids: Ids.optional() }).optional())
    .output(z.array(KeyPlace)),
  keyLabels: support
    .route({
      method: 'GET',
      path: '/keys/labels',
      summary: 'What keys and consumers are called, each name once',
    })
    .output(z.array(z.string())),
  revealKey: designer
    .route({ method: 'POST', path: '/keys/{id}/reveal', summary: 'The value of a key, to copy it' })
    .input(ById)
    .output(z.object({ key: z.string() })),
  test: designer
    .route({ method: 'POST', path: '/integrations/{id}/test', summary: 'Send a call with a key of its own' })
    .input(TestCall)
    .output(TestAnswer),
};
