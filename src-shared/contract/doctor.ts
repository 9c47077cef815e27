import { z } from 'zod';
import { Check } from '../model/check.ts';
import { support } from './role.ts';

/** Answered in recovery too. */
export const doctor = {
  examine: support
    .route({
      method: 'GET',
      path: '/doctor',
      summary: 'Look at listeners, certificates, disk, data and what callers see',
    })
    .output(z.array(Check)),
};
