import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Client } from '#shared/contract/index.ts';
import { CallState } from '#shared/model/call.ts';
import { CallFilter, StatusFilter } from '#shared/model/call-filter.ts';
import { fitting, noIntegration, refuseSeveral } from './find-integration.ts';
import type { Terminal } from './terminal.ts';

export interface FilterOptions {
  readonly integration?: string;
  readonly state?: readonly string[];
  readonly keyLabel?: string;
  readonly method?: string;
  readonly status?: StatusFilter;
  readonly problem?: string;
  readonly lane?: string;
  readonly longerThan?: number;
  readonly since?: string;
  readonly until?: string;
  readonly text?: string;
}

/** Every filter of the screen, as a flag. */
export const addFilterOptions = (command: Command): Command =>
  command
    .option('--integration <name>', 'name, or code/name')
    .addOption(new Option('--state <state...>', 'one or more').choices(CallState.options))
    .option('--key-label <label>', 'the label of the API key')
    .option('--method <method>', 'the HTTP method', (text) => text.toUpperCase())
    .option('--status <status>', 'the answered status, or all of its hundred (4xx)', readStatus)
    .option('--problem <code>', 'the code of what went wrong, such as step_failed')
    .option('--lane <lane>', 'code/name, with #key where ordered by one')
    .option('--longer-than <ms>', 'took more milliseconds than this, from received to ended', readCount)
    .option('--since <time>', 'received at this time or later (ISO 8601)', readTime)
    .option('--until <time>', 'received before this time (ISO 8601)', readTime)
    .option('--text <text>', 'found in path, query, headers or body');

/** Each option was read by itself already. */
export function filterOf(options: FilterOptions): CallFilter {
  const { integration, state, keyLabel, method, status, problem, lane, longerThan, since, until, text } =
    options;
  return CallFilter.parse({
    integration,
    state,
    keyLabel,
    method,
    status,
    problem,
    lane,
    longerThanMs: longerThan,
    since,
    until,
    text,
  });
}

/**
 * A filter finds calls of deleted integrations too, so that a name of none is a failure only where no call has it; a
 * name of two is a question, not an answer.
 */
export async function refuseUnclear(
  client: Client,
  reference: string | undefined,
  terminal: Terminal,
): Promise<void> {
  if (reference === undefined) return;
  const all = await client.integrations.list();
  const found = fitting(all, reference);
  if (found.length === 0) {
    const { calls } = await client.calls.list({ integration: reference, limit: 1 });
    if (calls.length === 0) throw noIntegration(all, reference);
    terminal.note(`hookline: There is no integration ${reference} now; the log has calls of it.`);
  }
  refuseSeveral(found, reference);
}

export function readCount(text: string): number {
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new InvalidArgumentError('A whole number above 0 is expected.');
  return Number(text);
}

function readStatus(text: string): StatusFilter {
  const status = /^[1-5](\d\d|xx)$/.test(text) ? StatusFilter.safeParse(text).data : undefined;
  if (status === undefined) throw new InvalidArgumentError('A status such as 404, or 4xx, is expected.');
  return status;
}

function readTime(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('A time such as 2026-11-24T08:00:00Z is expected.');
  return time.toISOString();
}
