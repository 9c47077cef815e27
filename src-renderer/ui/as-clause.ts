/** A sentence as it stands after a colon: small, unless its first word is a name such as `API` or `TypeError`. */
export const asClause = (sentence: string): string =>
  /^[A-Z][a-z]*(\s|$)/.test(sentence) ? sentence[0]!.toLowerCase() + sentence.slice(1) : sentence;
