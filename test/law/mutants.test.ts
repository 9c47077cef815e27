// A crash run takes minutes to come to a change of the source that no longer fits; this tells at once.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mutants } from '#test/crash/ledger/mutants.ts';

const main = join(import.meta.dirname, '../../src-main');

test.each(Object.entries(mutants))('%s changes what stands in the source exactly once', (_name, edits) => {
  for (const { file, from } of edits)
    expect([from, readFileSync(join(main, file), 'utf8').split(from).length - 1]).toEqual([from, 1]);
});
