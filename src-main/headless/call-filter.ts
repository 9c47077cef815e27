import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Client } from '#shared/contract/index.ts';
import { CallFilter, CallState } from '#shared/model/call.ts';
import { fitting, refuseSeveral } from './find-integration.ts';

export interface FilterOptions {
  readonly integration?: string;
  readonly state?: readonly string[];
  readonly keyLabel?: string;
  readonly method?: string;
  readonly status?: number;
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
    .option('--status <status>', 'the answered status', readCount)
    .option('--since <time>', 'received at this time or later (ISO 8601)', readTime)
    .option('--until <time>', 'received before this time (ISO 8601)', readTime)
    .option('--text <text>', 'found in path, query, headers or body');

/** Each option was read by itself already. */
export const filterOf = ({
  integration,
  state,
  keyLabel,
  method,
  status,
  since,
  until,
  text,
}: FilterOptions): CallFilter =>
  CallFilter.parse({ integration, state, keyLabel, method, status, since, until, text });

/** A filter finds calls of deleted integrations too, but a name of two is a question, not an answer. */
export async function refuseAmbiguous(client: Client, reference: string | undefined): Promise<void> {
  if (reference !== undefined) refuseSeveral(fitting(await client.integrations.list(), reference), reference);
}

export function readCount(text: string): number {
  if (!/^[1-9]\d{0,11}$/.test(text)) throw new InvalidArgumentError('A whole number above 0 is expected.');
  return Number(text);
}

function readTime(text: string): string {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('A time such as 2026-11-24T08:00:00Z is expected.');
  return time.toISOString();
}
