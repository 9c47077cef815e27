import type { InstallationFile } from '#shared/model/installation.ts';
import type { Integration } from '#shared/model/integration.ts';

/** By code and name, or by the name alone where the file gives no code. */
export const isInFile = (
  { code, name }: Pick<Integration, 'code' | 'name'>,
  { integrations }: Pick<InstallationFile, 'integrations'>,
): boolean =>
  integrations.some((entry) => entry.name === name && (entry.code === undefined || entry.code === code));
