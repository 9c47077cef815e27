import { z } from 'zod';

/** HAR 1.2, one JSON document a line, or a table for spreadsheets. */
export const ExportFormat = z.enum(['har', 'jsonl', 'csv']);
export type ExportFormat = z.infer<typeof ExportFormat>;
