/** A header of a sample. */
export type Pair = readonly [name: string, value: string];
