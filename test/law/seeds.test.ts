// A random test that failed can be had again: what it draws comes from SEED where that is set, and it says which seed
// it had. Properties need nothing for it: fast-check says the seed of a failure, and `seed-properties.ts` gives it back.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const tests = fileURLToPath(new URL('..', import.meta.url));
/** Draws the seed; and this file, which names what may not be. */
const exempt = ['support/random.ts', 'support/seed-properties.ts', 'law/seeds.test.ts'];

/** What a file breaks of the law, in words; empty where it keeps it. */
function checkSeeds(text: string): string[] {
  const broken: string[] = [];
  if (/\bMath\.random\b|\brandomInt\(/.test(text)) broken.push('draws what no seed repeats');
  if (/\bcreateRandom\(\d/.test(text)) broken.push('has the same seed each time');
  if (/\bseedOf\(/.test(text) && !text.includes('SEED=${')) broken.push('does not say its seed');
  if (text.includes(`from 'fast-check'`) && /\bseedOf\b|\bseed: /.test(text))
    broken.push('gives fast-check a seed of its own');
  return broken;
}

it('every random test takes SEED and says its seed', () => {
  const broken = readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(...name.split(/[\\/]/)))
    .filter((name) => /\.tsx?$/.test(name) && !exempt.includes(name))
    .flatMap((name) => checkSeeds(readFileSync(join(tests, name), 'utf8')).map((rule) => `${name} ${rule}`));
  expect(broken).toEqual([]);
});

describe('the check of seeds', () => {
  it.each([
    ['draws what no seed repeats', 'const at = Math.random();'],
    ['draws what no seed repeats', 'const at = randomInt(9);'],
    ['has the same seed each time', 'const random = createRandom(42);'],
    ['does not say its seed', 'const random = createRandom(seedOf());'],
    ['gives fast-check a seed of its own', `import fc from 'fast-check'; fc.assert(property, { seed: 42 });`],
  ])('finds one that %s', (rule, text) => {
    expect(checkSeeds(text)).toEqual([rule]);
  });

  it('finds nothing where the law is kept', () => {
    const text = `const seed = seedOf(); console.info(\`SEED=\${seed}\`); const random = createRandom(seed);`;
    expect(checkSeeds(text)).toEqual([]);
  });
});
