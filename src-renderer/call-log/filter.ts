// What the log is narrowed by: as the address keeps it, and as the runtime is asked.
import { CallState, type CallFilter, type CallSummary } from '#shared/model/call.ts';

export const spans = { '15m': 15, '1h': 60, '24h': 24 * 60, '7d': 7 * 24 * 60 } as const;
export type Span = keyof typeof spans;

export interface LogFilter {
  readonly text: string;
  /** `code/name`. */
  readonly integration: string | null;
  readonly states: readonly CallState[];
  readonly keyLabel: string | null;
  readonly method: string | null;
  readonly status: number | null;
  readonly span: Span | null;
}

export const noFilter: LogFilter = {
  text: '',
  integration: null,
  states: [],
  keyLabel: null,
  method: null,
  status: null,
  span: null,
};

const isSpan = (text: string): text is Span => Object.hasOwn(spans, text);

/** Whatever does not fit is left out: an address may be old or typed by hand. */
export function readFilter(search: string): LogFilter {
  const query = new URLSearchParams(search);
  const span = query.get('time') ?? '';
  const status = Number(query.get('status'));
  return {
    text: query.get('text') ?? '',
    integration: query.get('integration'),
    states: query.getAll('state').flatMap((state) => CallState.safeParse(state).data ?? []),
    keyLabel: query.get('key'),
    method: query.get('method'),
    status: Number.isInteger(status) && status >= 100 && status <= 599 ? status : null,
    span: isSpan(span) ? span : null,
  };
}

export function writeFilter(filter: LogFilter): string {
  const query = new URLSearchParams();
  if (filter.text !== '') query.set('text', filter.text);
  if (filter.integration !== null) query.set('integration', filter.integration);
  for (const state of filter.states) query.append('state', state);
  if (filter.keyLabel !== null) query.set('key', filter.keyLabel);
  if (filter.method !== null) query.set('method', filter.method);
  if (filter.status !== null) query.set('status', String(filter.status));
  if (filter.span !== null) query.set('time', filter.span);
  return query.toString();
}

export const isNarrowed = (filter: LogFilter): boolean => writeFilter(filter) !== '';

export function askedOf(filter: LogFilter, nowMs: number): CallFilter {
  const { text, integration, states, keyLabel, method, status, span } = filter;
  return {
    ...(text.trim() !== '' && { text: text.trim() }),
    ...(integration !== null && { integration }),
    ...(states.length > 0 && { state: [...states] }),
    ...(keyLabel !== null && { keyLabel }),
    ...(method !== null && { method }),
    ...(status !== null && { status }),
    ...(span !== null && { since: new Date(nowMs - spans[span] * 60_000).toISOString() }),
  };
}

/**
 * Whether a changed call belongs to the list, as far as its summary tells. Calls leave a state unseen by a
 * stream that asks for that state only, so the stream is asked for all states and this decides.
 */
export const fitting =
  ({ state: states, integration }: CallFilter) =>
  (call: CallSummary): boolean =>
    (states === undefined || states.includes(call.state)) &&
    (integration === undefined ||
      call.integration === integration ||
      call.lane === integration ||
      call.path === `/${integration}`);
