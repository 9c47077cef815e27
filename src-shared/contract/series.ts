import { z } from 'zod';
import { ChartSpan, Series } from '../model/series.ts';
import { support } from './role.ts';

export const series = {
  get: support
    .route({ method: 'GET', path: '/series', summary: 'What charts are drawn from' })
    .input(
      z.object({
        span: ChartSpan,
        integrationId: z.uuid().optional(),
        keyLabel: z.string().optional().meta({ description: 'The label of a key, or of a consumer.' }),
      }),
    )
    .output(Series),
};
