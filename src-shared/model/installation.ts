import { z } from 'zod';
import { Connection } from './connection.ts';
import { ConsumerDraft } from './consumer.ts';
import { EnvironmentDraft } from './environment.ts';
import { IntegrationDraft } from './integration.ts';
import { NotificationRule } from './notification.ts';
import { refuseTwins } from './secret.ts';
import { SettingsChange } from './settings-change.ts';

/** The installation file: what `apply` reads and `export` writes, as YAML or JSON. */
export const InstallationFile = z
  .strictObject({
    hookline: z.literal(1, 'This is not an installation file of version 1.'),
    settings: SettingsChange.optional(),
    consumers: z.array(ConsumerDraft).superRefine(refuseTwins).optional(),
    /** A secret that is left out, here and in a connection, is the one that is kept. */
    environment: z.array(EnvironmentDraft).superRefine(refuseNamesakes).optional(),
    connections: z.array(Connection).superRefine(refuseNamesakes).optional(),
    /** Rules. */
    notifications: z.array(NotificationRule).superRefine(refuseNamesakes).optional(),
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

function refuseNamesakes(all: readonly { readonly name: string }[], issue: z.core.$RefinementCtx): void {
  all.forEach(({ name }, at) => {
    const earlier = all.findIndex((one) => one.name === name);
    if (earlier < at) {
      issue.addIssue({ code: 'custom', path: [at, 'name'], message: `The name ${name} is used twice.` });
    }
  });
}

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

/** The same of a named value, a connection, or a rule of notifications. */
export const NamedChange = InstallationChange.pick({ action: true, fields: true, name: true });
export type NamedChange = z.infer<typeof NamedChange>;

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
