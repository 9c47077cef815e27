import type { OfferedFile } from '#renderer/app/window-commands.ts';
import { sayProblem } from '#renderer/ui/words.ts';
import { maxRequestBytes, requestTooLarge } from '#shared/contract/request-size.ts';

/** The content of a file that somebody chose or dropped, or why there is none. */
export async function readOffered(file: File): Promise<OfferedFile> {
  const { name } = file;
  if (file.size > maxRequestBytes) return { name, why: sayProblem(requestTooLarge) };
  try {
    return { name, text: await file.text() };
  } catch {
    const why = `“${name}” cannot be read: it is a folder, or was moved or changed, or you may not read it.`;
    return { name, why };
  }
}
