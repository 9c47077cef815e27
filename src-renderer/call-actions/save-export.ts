import { client } from '#renderer/app/client.ts';
import { saveAsFile } from '#renderer/ui/save-as-file.ts';
import type { ExportFormat } from '#shared/model/export.ts';
import type { CallSelection } from '#shared/model/replay.ts';

/** Parts that are put together as they come: the browser keeps a blob where it has room, not in the page's memory. */
const joinedParts = 200;

/** Gathers an export and saves it; nothing is saved where it was stopped. */
export async function saveExport(
  asked: { readonly format: ExportFormat; readonly selection: CallSelection },
  onCount: (calls: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let whole = new Blob();
  let parts: string[] = [];
  let count = 0;
  for await (const { text, calls } of await client.exports.calls(asked, { signal })) {
    parts.push(text);
    count += calls;
    onCount(count);
    if (parts.length < joinedParts) continue;
    whole = new Blob([whole, ...parts]);
    parts = [];
  }
  if (signal.aborted) return;
  saveAsFile(`hookline-calls-${stamp(new Date())}.${asked.format}`, new Blob([whole, ...parts]));
}

const stamp = (at: Date): string => at.toISOString().slice(0, 19).replaceAll(/[:T]/g, '-');
