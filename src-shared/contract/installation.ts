import { z } from 'zod';
import {
  ConsumerChange,
  InstallationChange,
  InstallationFile,
  MadeKey,
  NamedChange,
  SettingChange,
} from '../model/installation.ts';
import { LoadedExample } from '../model/example.ts';
import { designer, operator, support } from './role.ts';

/**
 * Problems: `input_invalid` and `address_taken` with the field's path; those of `saveSettings` where a listener cannot
 * follow; `role_insufficient` where a designer's file changes settings or rules of notifications. Nothing of the file is applied then.
 */
export const installation = {
  apply: designer
    .route({ method: 'POST', path: '/installation/apply', summary: 'Bring integrations to what a file says' })
    .input(
      z.object({
        file: InstallationFile,
        /** Only say what would change. */
        dryRun: z.boolean().default(false),
        /** Delete what the file does not name. */
        prune: z.boolean().default(false),
      }),
    )
    .output(
      z.object({
        changes: z.array(InstallationChange),
        consumers: z.array(ConsumerChange),
        environment: z.array(NamedChange),
        connections: z.array(NamedChange),
        notifications: z.array(NamedChange),
        settings: z.array(SettingChange),
        madeKeys: z.array(MadeKey),
      }),
    ),
  /** Problems: `examples_missing`. */
  loadExamples: designer
    .route({
      method: 'POST',
      path: '/installation/examples',
      summary: 'Load the sample integrations, with the databases they work with',
    })
    .output(z.array(LoadedExample)),
  export: support
    .route({
      method: 'GET',
      path: '/installation/export',
      summary: 'The installation as a file, without secrets',
    })
    .output(InstallationFile),
  exportOne: support
    .route({
      method: 'GET',
      path: '/integrations/{id}/export',
      summary: 'One integration as an installation file, with the consumers it lets in and without secrets',
    })
    .input(z.object({ id: z.uuid() }))
    .output(InstallationFile),
  exportWithSecrets: operator
    .route({
      method: 'POST',
      path: '/installation/export-with-secrets',
      summary: 'The installation as a file, with the values of API keys and other secrets',
    })
    .output(InstallationFile),
};
