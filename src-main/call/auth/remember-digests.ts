/** How many texts are remembered; consumers in use at a time are fewer. */
const maxRemembered = 1_000;

/**
 * The same digest, without making it anew for a text that was lately seen: keys come back with every call, and
 * a keyed digest is a fifth of what accepting a call costs.
 */
export function rememberDigests(digest: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    const made = digest(text);
    if (known.size >= maxRemembered) known.clear();
    known.set(text, made);
    return made;
  };
}
