import { client } from '#renderer/app/client.ts';
import { saveAsFile } from '#renderer/ui/save-as-file.ts';
import { bytesOfBase64 } from './hex-dump.ts';

/** Saves the stored bytes, exactly, as a file. */
export async function downloadBody(id: string, of: 'request' | 'response'): Promise<void> {
  const { base64 } = await client.calls.body({ id, of });
  saveAsFile(`${id}-${of}.body`, bytesOfBase64(base64));
}
