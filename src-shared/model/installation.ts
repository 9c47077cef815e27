import { z } from 'zod';
import { ConsumerDraft } from './consumer.ts';
import { IntegrationDraft } from './integration.ts';
import { refuseTwins } from './secret.ts';
import { SettingsChange } from './settings-change.ts';

/** The installation file: what `apply` reads and `export` writes, as YAML or JSON. */
export const InstallationFile = z
  .strictObject({
    hookline: z.literal(1, 'This is not an installation file of version 1.'),
    settings: SettingsChange.optional(),
    consumers: z.array(ConsumerDraft).superRefine(refuseTwins).optional(),
    integrations: z.array(IntegrationDraft).default([]),
  })
  .superRefine(({ integrations }, issue) => {
    const seen = new Map<string, number>();
    integrations.forEach(({ code, name }, at) => {
      const address = code === undefined ? name : `${code}/${name}`;
      const earlier = seen.get(address);
      if (earlier !== undefined) {
        issue.addIssue({
          code: 'custom',
          path: ['integrations', at, 'name'],
          message: `${address} already stands at integrations[${earlier}].`,
        });
      }
      seen.set(address, at);
      if (
        code === undefined &&
        integrations.some((other) => other.code !== undefined && other.name === name)
      ) {
        issue.addIssue({
          code: 'custom',
          path: ['integrations', at, 'code'],
          message: `${name} stands here with a code too; give each one its code.`,
        });
      }
    });
  });
export type InstallationFile = z.infer<typeof InstallationFile>;
export type InstallationFileInput = z.input<typeof InstallationFile>;

/** What applying a file changes, or would change. */
export const InstallationChange = z.object({
  action: z.enum(['create', 'update', 'delete', 'keep']),
  name: z.string(),
  code: z.string().nullable().meta({ description: 'Null where it would be made.' }),
  url: z.string().nullable().meta({ description: 'Where it is called; null where that is not known.' }),
  /** The paths of the fields that differ, for an update. */
  fields: z.array(z.string()),
});
export type InstallationChange = z.infer<typeof InstallationChange>;

/** The same of a consumer. */
export const ConsumerChange = InstallationChange.pick({ action: true, fields: true }).extend({
  label: z.string(),
});
export type ConsumerChange = z.infer<typeof ConsumerChange>;

/** A setting that a file changes. */
export const SettingChange = z.object({
  field: z.string().meta({ description: 'Its name, such as `limits.waitingCallers`.' }),
  before: z.unknown(),
  after: z.unknown(),
});
export type SettingChange = z.infer<typeof SettingChange>;

/** A key that Hookline made while saving; this is the one time it is handed out unasked. */
export const MadeKey = z.object({
  integration: z.string().nullable().meta({ description: 'Null for the key of a consumer.' }),
  label: z.string(),
  key: z.string(),
});
export type MadeKey = z.infer<typeof MadeKey>;
