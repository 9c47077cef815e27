import type { StepOf } from '#shared/model/step.ts';
import { toJson, toPlain } from '../plain.ts';
import { StepFailure } from '../step-failure.ts';
import type { StepRun } from '../step-run.ts';
import { textOf } from '../value.ts';

/** Writes a file: `{ path, bytes }`. */
export async function runWriteFile(step: StepOf<'writeFile'>, run: StepRun): Promise<unknown> {
  const { folder, mode } = step;
  const file = textOf(await run.fill(step.file));
  const body = await run.fill(step.body);
  run.given({ folder, file, mode, body });
  const why = whyNoFileName(file);
  if (why !== null)
    throw new StepFailure(`${JSON.stringify(file)} is no name of a file: ${why}.`, { isFinal: true });
  const bytes = bytesOf(body);
  return run.wait(async (signal) => {
    const { writeInto } = await import('./write-into.ts');
    run.willBeNoticed();
    const { folders: allowed, dataFolder: forbidden } = run.permissions;
    return writeInto(folder, file, bytes, { mode, allowed, forbidden, signal });
  });
}

const devices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/iu;

/** What no system takes for something else; the same everywhere, so that a workflow can be moved. */
export function whyNoFileName(name: string): string | null {
  if (name === '') return 'it is empty';
  if (Buffer.byteLength(name) > 255) return 'it is longer than 255 bytes';
  if (/[/\\]/u.test(name)) return 'it names a folder';
  if (/[\p{Cc}:*?"<>|]/u.test(name)) return 'it has a character that not every system takes';
  if (/^\.{1,2}$/u.test(name) || /[. ]$/u.test(name)) return 'it ends with a dot or a space';
  return devices.test(name) ? 'it is a device on Windows' : null;
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : (toJson(toPlain(body)) ?? ''));
}
