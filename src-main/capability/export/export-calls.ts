// Calls as a file, in the order in which they came: made part by part, so that a million of them do not fill memory.
import { setTimeout as wait } from 'node:timers/promises';
import type { CallScans } from '#main/ports/call-scan.ts';
import { harEntry } from '#shared/har.ts';
import type { CallDetail, CallSummary } from '#shared/model/call.ts';
import type { ExportFormat } from '#shared/model/export.ts';
import type { CallSelection } from '#shared/model/replay.ts';
import { csvHead, csvRows } from './csv.ts';

const pageCalls = 100;
/** A part that the carrier has not sent waits, and so does the next one. */
const maxBacklogBytes = 4_194_304;
const backlogMs = 20;

export interface ExportPart {
  readonly text: string;
  /** How many calls it has. */
  readonly calls: number;
}

export interface ExportDeps {
  readonly scans: CallScans;
  /** A call with all that is kept of it; null where it has gone meanwhile. */
  detail(id: string): Promise<CallDetail | null>;
  readonly version: string;
  readonly baseUrl: string;
  backlogBytes(): number;
}

/** How a format begins, goes on, and ends. */
interface Writer {
  readonly head: string;
  page(calls: readonly CallSummary[]): Promise<string>;
  readonly tail: string;
}

export async function* exportCalls(
  selection: CallSelection,
  format: ExportFormat,
  deps: ExportDeps,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExportPart, void, void> {
  const writer = writers[format](deps);
  const isEnded = () => signal?.aborted ?? false;
  yield { text: writer.head, calls: 0 };
  for await (const calls of pagesOf(selection, deps.scans)) {
    if (isEnded()) return;
    yield { text: await writer.page(calls), calls: calls.length };
    while (deps.backlogBytes() > maxBacklogBytes && !isEnded()) await wait(backlogMs);
  }
  yield { text: writer.tail, calls: 0 };
}

/** What is stored when it begins, and nothing that comes meanwhile. */
export async function* pagesOf(
  selection: CallSelection,
  scans: CallScans,
): AsyncGenerator<readonly CallSummary[], void, void> {
  const upTo = await scans.newest(null);
  const asked = 'ids' in selection ? { filter: {}, ids: selection.ids } : { filter: selection.filter };
  for (let after: number | null = 0; after !== null;) {
    const page = await scans.scan({ ...asked, after, upTo, limit: pageCalls });
    if (page.calls.length > 0) yield page.calls;
    after = page.nextAfter;
  }
}

const writers: { readonly [K in ExportFormat]: (deps: ExportDeps) => Writer } = {
  csv: () => ({ head: csvHead(), page: async (calls) => csvRows(calls), tail: '' }),
  jsonl: (deps) => ({
    head: '',
    page: async (calls) => (await details(calls, deps)).map((call) => `${JSON.stringify(call)}\n`).join(''),
    tail: '',
  }),
  har(deps) {
    const creator = JSON.stringify({ name: 'Hookline', version: deps.version });
    let isFirst = true;
    return {
      head: `{"log":{"version":"1.2","creator":${creator},"entries":[`,
      async page(calls) {
        const entries = (await details(calls, deps)).map((call) =>
          JSON.stringify(harEntry(call, deps.baseUrl)),
        );
        if (entries.length === 0) return '';
        const join = isFirst ? '\n' : ',\n';
        isFirst = false;
        return join + entries.join(',\n');
      },
      tail: '\n]}}\n',
    };
  },
};

async function details(calls: readonly CallSummary[], { detail }: ExportDeps): Promise<CallDetail[]> {
  const found = await Promise.all(calls.map(({ id }) => detail(id)));
  return found.filter((call) => call !== null);
}
