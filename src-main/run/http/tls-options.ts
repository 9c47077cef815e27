import type { ConnectionOptions } from 'node:tls';

/** What stands in a step or a connection, its values filled in. */
export interface TlsFields {
  readonly ca?: string | undefined;
  readonly certificate?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly passphrase?: string | undefined;
  readonly insecure: boolean;
}

/** Null where nothing differs from the usual. */
export function tlsOptions({
  ca,
  certificate,
  privateKey,
  passphrase,
  insecure,
}: TlsFields): ConnectionOptions | null {
  const options: ConnectionOptions = {
    ...(ca !== undefined && ca !== '' && { ca }),
    ...(certificate !== undefined && certificate !== '' && { cert: certificate }),
    ...(privateKey !== undefined && privateKey !== '' && { key: privateKey }),
    ...(passphrase !== undefined && passphrase !== '' && { passphrase }),
    ...(insecure && { rejectUnauthorized: false }),
  };
  return Object.keys(options).length === 0 ? null : options;
}
