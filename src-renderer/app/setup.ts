// The first import of `main.tsx`, before any schema is made: zod probes `new Function` otherwise, which the
// content security policy reports. Forms have the same words for a fault as everything else.
import { z } from 'zod';
import '#shared/contract/field-issues.ts';

z.config({ jitless: true });
