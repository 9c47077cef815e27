/** Who reaches a listener at this address, in a sentence. */
export function reachOf(
  host: string,
  scheme: 'http' | 'https' = 'http',
): { readonly isThisMachine: boolean; readonly text: string } {
  const address = host.trim().toLowerCase();
  if (address === 'localhost' || address === '::1' || address.startsWith('127.')) {
    return { isThisMachine: true, text: 'Only programs on this machine can reach the triggers.' };
  }
  const where =
    address === '0.0.0.0' || address === '::'
      ? 'Other machines can reach the triggers through every network that this one is in'
      : `Other machines can reach the triggers at ${address === '' ? 'this address' : address}`;
  return {
    isThisMachine: false,
    text: `${where}, ${scheme === 'http' ? 'without encryption' : 'encrypted'}. Triggers without authentication go on answering this machine only until they are exposed.`,
  };
}
