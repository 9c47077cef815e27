import { z } from 'zod';
import { EnvironmentDraft, EnvironmentEntry } from '../model/environment.ts';
import { designer, support } from './role.ts';

/** Integrations that name it. */
export const Users = z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string() }));

/** A named value, and who uses it. */
export const EnvironmentPlace = EnvironmentEntry.extend({
  isSecret: z.boolean(),
  /** Of whoever may see it; a secret is shown to nobody. */
  value: z.string().nullable(),
  /** Whether it can be used; a secret that was lost with its data key has to be entered again. */
  isReadable: z.boolean(),
  usedBy: Users,
});
export type EnvironmentPlace = z.infer<typeof EnvironmentPlace>;

const ByName = z.object({ name: z.string() });

/** Problems: `value_not_found`, `value_used`, `input_invalid`. */
export const environment = {
  list: support
    .route({
      method: 'GET',
      path: '/environment',
      summary: 'Named values and secrets, by name; support sees no values',
    })
    .output(z.array(EnvironmentPlace)),
  set: designer
    .route({
      method: 'PUT',
      path: '/environment/{name}',
      summary: 'Give a name a value or a secret; the next call meets it',
    })
    .input(EnvironmentDraft)
    .output(EnvironmentEntry),
  remove: designer
    .route({
      method: 'DELETE',
      path: '/environment/{name}',
      summary: 'Delete a named value that no integration names',
    })
    .input(ByName)
    .output(z.object({})),
};
