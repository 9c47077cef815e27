import { saveAsFile } from '#renderer/ui/save-as-file.ts';
import { client } from './client.ts';

/** Saves an installation file with one integration, without secrets. */
export async function exportIntegration({
  id,
  name,
}: {
  readonly id: string;
  readonly name: string;
}): Promise<void> {
  const [file, { stringify }] = await Promise.all([client.installation.exportOne({ id }), import('yaml')]);
  saveAsFile(`${name}.yaml`, new TextEncoder().encode(stringify(file, { lineWidth: 0 })));
}
