import { z } from 'zod';
import { Code, Name } from './address.ts';
import { authenticationDraftOf } from './map-secrets.ts';
import { Workflow } from './step.ts';
import { Trigger, TriggerDraft } from './trigger.ts';

const fields = {
  name: Name,
  enabled: z.boolean().default(true),
  /** JSONata over `query`, `headers` and `body` that makes the workflow's `input`. */
  dataProcessing: z.string().max(100_000).optional().meta({ title: 'Data processing', widget: 'jsonata' }),
  workflow: Workflow.default([]),
};

/** One version of an integration: a trigger, its data processing, its workflow. */
export const Integration = z.strictObject({
  id: z.uuid(),
  version: z.number().int().min(1),
  savedAt: z.iso.datetime(),
  code: Code,
  ...fields,
  trigger: Trigger,
});
export type Integration = z.infer<typeof Integration>;

const { methods, authentication, orderedDelivery, concurrency, requestResponse } = Trigger.shape;

/** As a list shows it, without all that may be long. */
export const IntegrationSummary = z.object({
  ...Integration.pick({ id: true, code: true, name: true, enabled: true }).shape,
  trigger: z.object({ methods, authentication, orderedDelivery, concurrency, requestResponse }),
});
export type IntegrationSummary = z.infer<typeof IntegrationSummary>;

/** What a form or a file hands in; a left out code is made. */
export const IntegrationDraft = z.strictObject({
  code: Code.optional(),
  ...fields,
  trigger: TriggerDraft,
});
export type IntegrationDraft = z.infer<typeof IntegrationDraft>;
/** The same before its defaults were filled in. */
export type IntegrationDraftInput = z.input<typeof IntegrationDraft>;

/** A line of an integration's history. */
export const IntegrationVersion = z.object({
  version: z.number().int(),
  savedAt: z.iso.datetime(),
  /** The version this one brought back, where it did. */
  restoredFrom: z.number().int().nullable(),
  /** Who saved it, by the label of a token; null where that was not kept yet. */
  savedBy: z.string().nullable(),
});
export type IntegrationVersion = z.infer<typeof IntegrationVersion>;

/** The draft that saving an integration unchanged would hand in. */
export function draftOf(integration: Integration): IntegrationDraft {
  const { id: _id, version: _version, savedAt: _savedAt, ...rest } = integration;
  return {
    ...rest,
    trigger: {
      ...integration.trigger,
      authentication: authenticationDraftOf(integration.trigger.authentication),
    },
  };
}
