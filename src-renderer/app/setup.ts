// The first import of `main.tsx`, before any schema of its file is made (those of other files: `electron.vite.config.ts`): zod probes `new Function` otherwise, which the
// content security policy reports. Forms have the same words for a fault as everything else.
import { z } from 'zod';
import '#shared/contract/field-issues.ts';
import { allowStylesAlone } from './trusted-types.ts';

z.config({ jitless: true });
allowStylesAlone();
