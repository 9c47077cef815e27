// What the log is narrowed by: as the address keeps it, and as the runtime is asked.
import { formatDateTime, formatMs } from '#renderer/ui/format.ts';
import { CallState } from '#shared/model/call.ts';
import { type CallFilter, StatusFilter } from '#shared/model/call-filter.ts';

export const spans = { '15m': 15, '1h': 60, '24h': 24 * 60, '7d': 7 * 24 * 60 } as const;
export type Span = keyof typeof spans;
export const spanWords: Readonly<Record<Span, string>> = {
  '15m': 'Last 15 minutes',
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
};

export interface LogFilter {
  readonly text: string;
  /** `code/name`. */
  readonly integration: string | null;
  readonly states: readonly CallState[];
  readonly keyLabel: string | null;
  readonly method: string | null;
  /** `404`, or `4xx`. */
  readonly status: string | null;
  /** Its code. */
  readonly problem: string | null;
  /** `code/name`, with `#key` where ordered by one. */
  readonly lane: string | null;
  readonly longerThanMs: number | null;
  /** Back from now. */
  readonly span: Span | null;
  /** ISO 8601. */
  readonly since: string | null;
  readonly until: string | null;
}

export const noFilter: LogFilter = {
  text: '',
  integration: null,
  states: [],
  keyLabel: null,
  method: null,
  status: null,
  problem: null,
  lane: null,
  longerThanMs: null,
  span: null,
  since: null,
  until: null,
};

const isSpan = (text: string): text is Span => Object.hasOwn(spans, text);

export const readSpan = (text: string | null): Span | null => (text !== null && isSpan(text) ? text : null);

/** Whatever does not fit is left out: an address may be old or typed by hand. */
export function readFilter(search: string): LogFilter {
  const query = new URLSearchParams(search);
  const status = query.get('status') ?? '';
  const longer = Number(query.get('longer') ?? NaN);
  return {
    text: query.get('text') ?? '',
    integration: query.get('integration'),
    states: query.getAll('state').flatMap((state) => CallState.safeParse(state).data ?? []),
    keyLabel: query.get('key'),
    method: query.get('method'),
    status: /^[1-5](\d\d|xx)$/.test(status) ? status : null,
    problem: query.get('problem'),
    lane: query.get('lane'),
    longerThanMs: longer >= 0 ? longer : null,
    span: readSpan(query.get('time')),
    since: readTime(query.get('since')),
    until: readTime(query.get('until')),
  };
}

export const writeFilter = (filter: LogFilter): string => writeView(filter, null);

/** With the call that is open beside the list. */
export function writeView(filter: LogFilter, openedId: string | null): string {
  const query = new URLSearchParams();
  if (filter.text !== '') query.set('text', filter.text);
  const put = (name: string, value: string | number | null) => {
    if (value !== null) query.set(name, String(value));
  };
  put('integration', filter.integration);
  for (const state of filter.states) query.append('state', state);
  put('key', filter.keyLabel);
  put('method', filter.method);
  put('status', filter.status);
  put('problem', filter.problem);
  put('lane', filter.lane);
  put('longer', filter.longerThanMs);
  put('time', filter.span);
  put('since', filter.since);
  put('until', filter.until);
  put('call', openedId);
  return query.toString();
}

export const openedIn = (search: string): string | null => new URLSearchParams(search).get('call');

export const isNarrowed = (filter: LogFilter): boolean => writeFilter(filter) !== '';

export function askedOf(filter: LogFilter, nowMs: number): CallFilter {
  const {
    text,
    integration,
    states,
    keyLabel,
    method,
    status,
    problem,
    lane,
    longerThanMs,
    span,
    since,
    until,
  } = filter;
  return {
    ...(text.trim() !== '' && { text: text.trim() }),
    ...(integration !== null && { integration }),
    ...(states.length > 0 && { state: [...states] }),
    ...(keyLabel !== null && { keyLabel }),
    ...(method !== null && { method }),
    ...(status !== null && { status: StatusFilter.parse(status) }),
    ...(problem !== null && { problem }),
    ...(lane !== null && { lane }),
    ...(longerThanMs !== null && { longerThanMs }),
    ...(span !== null && { since: new Date(nowMs - spans[span] * 60_000).toISOString() }),
    ...(since !== null && { since }),
    ...(until !== null && { until }),
  };
}

interface FilterChip {
  readonly text: string;
  readonly without: LogFilter;
}

/** Each part of a filter in words, and the filter without it. `begin` is when what is listed begins: a span does not move on. */
export function chipsOf(filter: LogFilter, begin?: string): readonly FilterChip[] {
  const from = begin === undefined ? '' : `, from ${formatDateTime(begin)}`;
  const parts: readonly (readonly [keyof LogFilter, string | null])[] = [
    ['text', filter.text === '' ? null : `text: ${filter.text}`],
    ['integration', filter.integration],
    ['states', filter.states.length === 0 ? null : filter.states.join(' or ')],
    ['keyLabel', filter.keyLabel === null ? null : `key: ${filter.keyLabel}`],
    ['method', filter.method],
    ['status', filter.status === null ? null : `answered ${filter.status}`],
    ['problem', filter.problem === null ? null : `problem: ${filter.problem}`],
    ['lane', filter.lane === null ? null : `lane: ${filter.lane}`],
    ['longerThanMs', filter.longerThanMs === null ? null : `longer than ${formatMs(filter.longerThanMs)}`],
    ['span', filter.span === null ? null : `${spanWords[filter.span].toLowerCase()}${from}`],
    ['since', filter.since === null ? null : `from ${formatDateTime(filter.since)}`],
    ['until', filter.until === null ? null : `until ${formatDateTime(filter.until)}`],
  ];
  return parts.flatMap(([name, text]) =>
    text === null ? [] : [{ text, without: { ...filter, [name]: noFilter[name] } }],
  );
}

function readTime(text: string | null): string | null {
  const time = new Date(text ?? NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
