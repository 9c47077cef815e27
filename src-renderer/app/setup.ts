// The first import of `main.tsx`, before any schema is made: zod probes `new Function` otherwise, which the
// content security policy reports.
import { z } from 'zod';
import { fieldWords } from '#renderer/ui/field-words.ts';

z.config({ jitless: true, customError: fieldWords });
