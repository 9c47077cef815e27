import { z } from 'zod';
import {
  ConsumerChange,
  InstallationChange,
  InstallationFile,
  MadeKey,
  SettingChange,
} from '../model/installation.ts';
import { designer, operator, support } from './role.ts';

/**
 * Problems: `input_invalid` and `address_taken` with the field's path; those of `saveSettings` where a listener cannot
 * follow; `role_insufficient` where a designer's file changes settings. Nothing of the file is applied then.
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
        settings: z.array(SettingChange),
        madeKeys: z.array(MadeKey),
      }),
    ),
  export: support
    .route({
      method: 'GET',
      path: '/installation/export',
      summary: 'The installation as a file, without secrets',
    })
    .output(InstallationFile),
  exportWithSecrets: operator
    .route({
      method: 'POST',
      path: '/installation/export-with-secrets',
      summary: 'The installation as a file, with the values of API keys',
    })
    .output(InstallationFile),
};
