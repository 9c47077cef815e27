import type { Environment } from '#main/environment/environment.ts';
import type { InstallationFile } from '#shared/model/installation.ts';

/** The environment and the connections as a file has them; `names` leaves out whatever stands behind a name. */
export function namedInFile(
  environment: Environment,
  shows: 'names' | 'values' | 'secrets',
): Pick<InstallationFile, 'environment' | 'connections'> {
  const values = environment.entries().map(({ name, value }) => {
    if (value !== null) return shows === 'names' ? { name } : { name, value };
    const secret = shows === 'secrets' ? environment.valueOf(name) : null;
    return typeof secret === 'string' ? { name, secret } : { name };
  });
  const connections = environment
    .connections()
    .map(({ connection }) =>
      shows === 'secrets' ? (environment.open(connection.name) ?? connection) : connection,
    );
  return {
    ...(values.length === 0 ? {} : { environment: values }),
    ...(connections.length === 0 || shows === 'names' ? {} : { connections }),
  };
}
