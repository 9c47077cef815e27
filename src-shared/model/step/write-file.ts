import { z } from 'zod';
import { AbsolutePath } from '../absolute-path.ts';
import { AnyValue, TextValue } from '../step-value.ts';
import { everyStep } from './every-step.ts';

export const WriteFile = z
  .strictObject({
    ...everyStep,
    kind: z.literal('writeFile'),
    folder: AbsolutePath.meta({
      title: 'Folder',
      description: 'One that the settings allow, or a folder within it.',
    }),
    file: TextValue.meta({ title: 'File', description: 'Its name, without folders.' }),
    body: AnyValue.meta({
      title: 'Content',
      description: 'Text and bytes are written as they are, anything else as JSON.',
      widget: 'json',
    }),
    /** `create`: a file that is there is a failure. A file is there whole or not at all, but for `append`. */
    mode: z.enum(['create', 'replace', 'append']).default('create').meta({ title: 'Mode' }),
  })
  .meta({ title: 'Write file', description: 'Writes into a folder that the operator allowed.' });
