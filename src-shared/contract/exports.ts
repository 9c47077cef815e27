import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { ExportFormat } from '../model/export.ts';
import { CallSelection } from '../model/replay.ts';
import { support } from './role.ts';

/** Files that are made part by part, so that none is ever whole in memory. No secret is in them. */
export const exports = {
  calls: support
    .route({ method: 'GET', path: '/calls/export', summary: 'Calls as HAR, JSON lines or CSV, oldest first' })
    .input(z.object({ format: ExportFormat, selection: CallSelection }))
    .output(
      eventIterator(
        z.object({
          text: z.string(),
          /** How many calls it has. */
          calls: z.number().int(),
        }),
      ),
    ),
  supportBundle: support
    .route({
      method: 'GET',
      path: '/support-bundle',
      summary: 'A zip for who is asked for help: calls, integrations, settings, doctor, versions, log',
    })
    .input(
      z.object({
        selection: CallSelection.default({ filter: { state: ['failed', 'interrupted', 'refused'] } }).meta({
          description: 'The newest 200 of these; those that failed or were refused where left out.',
        }),
        bodies: z.stringbool().or(z.boolean()).default(false).meta({
          description: 'Whether bodies, and what steps took and made, are in it.',
        }),
      }),
    )
    .output(eventIterator(z.object({ base64: z.string() }))),
};
