import type { LoadedExample } from '#shared/model/example.ts';

/** What a person reads: a line to paste for each. */
export const exampleLines = (loaded: readonly LoadedExample[]): string[] =>
  loaded.flatMap(({ name, curl }) => ['', `  ${name}:`, `  ${curl}`]);
