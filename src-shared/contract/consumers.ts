import { z } from 'zod';
import { Consumer, ConsumerDraft } from '../model/consumer.ts';
import { KeyUse } from '../model/key-use.ts';
import { designer, support } from './role.ts';

const ById = z.object({ id: z.uuid() });

/** A consumer, how its key was used, and where it may call. */
export const ConsumerPlace = Consumer.extend({
  use: KeyUse,
  /** Of the value before a rotation, as long as that works. */
  previousUse: KeyUse.nullable(),
  usedBy: z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string() })),
});
export type ConsumerPlace = z.infer<typeof ConsumerPlace>;

const Saved = z.object({
  consumer: Consumer,
  /** Its value, where that was made because none was given; handed out this once unasked. */
  madeKey: z.string().nullable(),
});

/** Problems: `consumer_not_found`, `label_taken`, `consumer_used`, `key_not_found`, `input_invalid`. */
export const consumers = {
  list: support
    .route({ method: 'GET', path: '/consumers', summary: 'Keys of the whole installation, by label' })
    .output(z.array(ConsumerPlace)),
  create: designer
    .route({ method: 'POST', path: '/consumers', summary: 'Make a consumer' })
    .input(z.object({ draft: ConsumerDraft }))
    .output(Saved),
  update: designer
    .route({
      method: 'PUT',
      path: '/consumers/{id}',
      summary: 'Change or rotate a consumer; all triggers that let it in follow at once',
    })
    .input(ById.extend({ draft: ConsumerDraft }))
    .output(Saved),
  remove: designer
    .route({
      method: 'DELETE',
      path: '/consumers/{id}',
      summary: 'Delete a consumer that no trigger lets in',
    })
    .input(ById)
    .output(z.object({})),
};
