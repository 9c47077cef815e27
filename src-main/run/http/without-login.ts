/** The address without a password, for people to read. */
export function withoutLogin(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}
