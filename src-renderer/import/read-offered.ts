import type { OfferedFile } from '#renderer/app/window-commands.ts';

const maxBytes = 16 * 1024 * 1024;

/** What cannot be an installation file is read as one that says why. */
export async function readOffered(file: File): Promise<OfferedFile> {
  const { name } = file;
  if (file.size > maxBytes) return { name, text: `# ${name} has more than 16 MiB.` };
  return { name, text: await file.text() };
}
