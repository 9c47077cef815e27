// A call as it is edited in a dialog, and what of that is a change.
import type { CallDetail } from '#shared/model/call.ts';
import { CallChanges } from '#shared/model/replay.ts';

export interface EditedCall {
  readonly method: string;
  readonly query: string;
  /** `name: value`, one on a line. */
  readonly headers: string;
  /** null: it cannot be edited as text. */
  readonly body: string | null;
}

/** Why a body is sent as it was; null where it can be edited. */
export function whyNotEdited({ request: { body } }: CallDetail): string | null {
  if (body === null) return null;
  if (body.isMasked === true)
    return 'The body may hold values that its trigger hides, and what is shown has masks in their place: it is sent as it was.';
  return body.encoding === 'text' && !body.cut
    ? null
    : 'The body is not text, or too large to be edited here: it is sent as it was.';
}

export function editable(call: CallDetail): EditedCall {
  const { method, rawQuery, headers, body } = call.request;
  return {
    method,
    query: rawQuery,
    headers: headers.map(([name, value]) => `${name}: ${value}`).join('\n'),
    body: whyNotEdited(call) === null ? (body?.data ?? '') : null,
  };
}

/** Only what differs, so that the rest is sent to the byte. */
export function changesOf(edited: EditedCall, original: EditedCall): object {
  const { method, query, headers, body } = edited;
  return {
    ...(method !== original.method && { method }),
    ...(query !== original.query && { query }),
    ...(headers !== original.headers && { headers: headersIn(headers) }),
    // A text area has its own ends of lines.
    ...(body !== null && body !== (original.body ?? '').replaceAll(/\r\n?/g, '\n') && { body }),
  };
}

const headersIn = (text: string): [name: string, value: string][] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...value] = line.split(':');
      return [name.trim(), value.join(':').trim()];
    });

export interface ReadChanges {
  /** null where something is wrong. */
  readonly changes: CallChanges | null;
  /** By the field. */
  readonly errors: Readonly<Record<string, string>>;
}

export function readEdited(changes: object): ReadChanges {
  const read = CallChanges.safeParse(changes);
  if (read.success) return { changes: read.data, errors: {} };
  const errors = read.error.issues.map(({ path: [field, at], message }) => [
    String(field),
    typeof at === 'number' ? `Line ${at + 1}: ${message}` : message,
  ]);
  return { changes: null, errors: Object.fromEntries(errors) };
}
