import { client } from '#renderer/app/client.ts';
import { bytesOfBase64 } from './hex-dump.ts';

/** Saves the stored bytes, exactly, as a file. */
export async function downloadBody(id: string, of: 'request' | 'response'): Promise<void> {
  const { base64 } = await client.calls.body({ id, of });
  // Without its own type: a browser that opens the file must not run it as a page.
  const address = URL.createObjectURL(
    new Blob([bytesOfBase64(base64)], { type: 'application/octet-stream' }),
  );
  const link = document.createElement('a');
  link.href = address;
  link.download = `${id}-${of}.body`;
  link.click();
  URL.revokeObjectURL(address);
}
