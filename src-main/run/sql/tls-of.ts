/** How a connection is encrypted; undefined where it is not. */
export const tlsOf = (
  tls: 'off' | 'on' | 'verify',
  ca: string | undefined,
): { readonly rejectUnauthorized: boolean; readonly ca?: string } | undefined =>
  tls === 'off' ? undefined : { rejectUnauthorized: tls === 'verify', ...(ca !== undefined && { ca }) };
