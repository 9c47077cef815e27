import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What `<data>/service.json` says while a service runs; other programs find it by this. */
const ServiceFile = z.object({
  pid: z.number().int().positive(),
  webhookUrl: z.string(),
  httpsUrl: z.string().nullable(),
  adminUrl: z.string(),
});
export type ServiceFile = z.infer<typeof ServiceFile>;

const pathIn = (folder: string): string => join(folder, 'service.json');

export async function writeServiceFile(folder: string, service: ServiceFile): Promise<void> {
  const draft = `${pathIn(folder)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(service, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, pathIn(folder));
}

export const removeServiceFile = (folder: string): Promise<void> => rm(pathIn(folder), { force: true });

/** The service of this folder, where it really runs: a file left by a killed one is no service. */
export async function findService(folder: string): Promise<ServiceFile | null> {
  const text = await readFile(pathIn(folder), 'utf8').catch(() => null);
  if (text === null) return null;
  const service = readService(text);
  return service !== null && (await answers(service)) ? service : null;
}

function readService(text: string): ServiceFile | null {
  try {
    return ServiceFile.nullable().catch(null).parse(JSON.parse(text));
  } catch {
    // A half written file of a killed service.
    return null;
  }
}

/** Its number may belong to another process by now, so it has to say its own. */
async function answers({ pid, adminUrl }: ServiceFile): Promise<boolean> {
  try {
    const response = await fetch(`${adminUrl}/healthz`, { signal: AbortSignal.timeout(3000) });
    return z.object({ pid: z.number() }).parse(await response.json()).pid === pid;
  } catch {
    return false;
  }
}
