// Breaks one promise of the product on purpose, to prove that the checker finds it. Loaded before everything else in a
// life (`--import`), and in its threads, it changes the source where `mutants.ts` says so.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { mutants, type MutantName } from './mutants.ts';

const name = process.env.MUTANT as MutantName;
const sources = new URL('../../../src-main/', import.meta.url).href;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const edits = mutants[name].filter(({ file }) => url === sources + file);
    if (edits.length === 0) return loaded;
    let source = readFileSync(new URL(url), 'utf8');
    for (const { file, from, to } of edits) {
      if (source.split(from).length !== 2)
        throw new Error(`The mutant ${name} no longer fits ${file}, which has to have this once: ${from}`);
      source = source.replace(from, () => to);
    }
    return { ...loaded, source };
  },
});
