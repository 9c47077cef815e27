/**
 * Whether two drafts say the same. A field that is `undefined` is as good as left out: forms set the fields
 * they show, and what was never filled in is no change.
 */
export function isSameDraft(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const left = filledIn(one);
  const right = filledIn(other);
  return left.size === right.size && [...left].every(([name, value]) => isSameDraft(value, right.get(name)));
}

const filledIn = (value: object): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(value).filter(([, field]) => field !== undefined));
