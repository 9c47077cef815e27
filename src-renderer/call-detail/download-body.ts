import { saveAsFile } from '#renderer/ui/save-as-file.ts';
import { type BodyOf, readBody } from './read-body.ts';

/** Saves the stored bytes, exactly, as a file. */
export async function downloadBody(of: BodyOf): Promise<void> {
  saveAsFile(`${of.id}-${of.of}.body`, await readBody(of));
}
