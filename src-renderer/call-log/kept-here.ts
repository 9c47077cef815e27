// What somebody has arranged for themselves, kept in this browser: it is nobody else's, and whoever only reads may
// keep it too. A view is handed to others by its address.
import { useState } from 'react';
import { z } from 'zod';
import { type ColumnName, columnNames, usualColumns } from './log-columns.ts';

function useKept<T>(name: string, schema: z.ZodType<T>, usual: T): [T, (next: T) => void] {
  const [value, setValue] = useState(() => read(name, schema) ?? usual);
  return [
    value,
    (next) => {
      setValue(next);
      try {
        localStorage.setItem(name, JSON.stringify(next));
      } catch {
        // The browser keeps nothing for this page; it holds until the page is left.
      }
    },
  ];
}

function read<T>(name: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(localStorage.getItem(name) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

const Columns = z.array(z.enum(columnNames as [ColumnName])).min(1);

export const useColumns = () => useKept<readonly ColumnName[]>('hookline.log.columns', Columns, usualColumns);

const SavedFilters = z.array(z.object({ name: z.string(), search: z.string() }));
export type SavedFilter = z.infer<typeof SavedFilters>[number];

export const useSavedFilters = () =>
  useKept<readonly SavedFilter[]>('hookline.log.filters', SavedFilters, []);
