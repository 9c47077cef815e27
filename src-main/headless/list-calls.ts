import type { Client } from '#shared/contract/index.ts';
import type { CallFilter } from '#shared/model/call-filter.ts';
import type { CallSummary } from '#shared/model/call.ts';
import { summaryHead, summaryRow } from './call-text.ts';
import { tableText } from './print-table.ts';
import type { Terminal } from './terminal.ts';

interface Listing {
  readonly filter: CallFilter;
  readonly limit: number;
  readonly json: boolean;
  readonly terminal: Terminal;
}

const pageSize = 1000;

/** Prints as many calls as asked for, page by page: a list of any length is never held whole. */
export async function listCalls(client: Client, { filter, limit, json, terminal }: Listing): Promise<void> {
  let printed = 0;
  for await (const page of pagesOf(client, filter, limit)) {
    await terminal.print(
      json
        ? jsonPart(page, printed === 0)
        : tableText(printed === 0 ? summaryHead : [], page.map(summaryRow)),
    );
    printed += page.length;
  }
  if (json) await terminal.print(printed === 0 ? '[]\n' : '\n]\n');
  else if (printed === 0) terminal.note('No calls.');
}

const jsonPart = (calls: readonly CallSummary[], isFirst: boolean): string =>
  calls.map((call, at) => `${isFirst && at === 0 ? '[' : ','}\n  ${JSON.stringify(call)}`).join('');

async function* pagesOf(
  client: Client,
  filter: CallFilter,
  limit: number,
): AsyncGenerator<readonly CallSummary[]> {
  let left = limit;
  let before: number | undefined;
  while (left > 0) {
    const page = await client.calls.list({ ...filter, limit: Math.min(left, pageSize), before });
    if (page.calls.length > 0) yield page.calls;
    left -= page.calls.length;
    if (page.nextBefore === null) return;
    before = page.nextBefore;
  }
}
