import { Label } from '#shared/model/secret.ts';

/** A label that none of the others has. `one`: what they are, within a sentence. */
export const ownLabel = (others: readonly string[], one: string) =>
  Label.refine((text) => !others.includes(text), `Another ${one} has this label.`);
