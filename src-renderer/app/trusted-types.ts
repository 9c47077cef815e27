/** What TypeScript's DOM does not know yet (W3C Trusted Types). */
interface TrustedTypes {
  createPolicy(name: 'default', rules: { createHTML(text: string): string }): unknown;
}

/**
 * The page's policy turns no text into HTML without asking here. The kit sets the text of style elements in this way;
 * nothing else has a reason to, and what could be an element is refused.
 */
export function allowStylesAlone(): void {
  const { trustedTypes } = window as { readonly trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', {
    createHTML(text) {
      if (/<[a-z/!?]/i.test(text)) throw new TypeError('The page makes no HTML from text.');
      return text;
    },
  });
}
