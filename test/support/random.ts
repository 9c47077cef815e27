/** A source of numbers in [0, 1) that a seed repeats. */
export type Random = () => number;

/** The seed of a run: SEED where it is set, so that a failure can be had again. */
export const seedOf = (): number => Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

/** mulberry32 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `least` up to and with `most`. */
export const between = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));
