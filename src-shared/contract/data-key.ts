import { z } from 'zod';
import { DataKeyStatus } from '../model/data-key.ts';
import { operator, support } from './role.ts';

/** Problems: `data_key_lost`; `data_key_present` where a new one would lose what the present one opens. */
export const dataKey = {
  status: support
    .route({ method: 'GET', path: '/data-key', summary: 'Where the data key is, and whether it opens' })
    .output(DataKeyStatus),
  rotate: operator
    .route({
      method: 'POST',
      path: '/data-key/rotate',
      summary: 'Make a new data key and seal all secrets anew under it',
    })
    .output(z.object({ resealed: z.number().int() })),
  renew: operator
    .route({
      method: 'POST',
      path: '/data-key/renew',
      summary: 'Begin with a new data key where the old one is lost; secrets are then entered again',
    })
    .output(z.object({ dropped: z.number().int() })),
};
