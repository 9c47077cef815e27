/** A request target taken apart (RFC 9112, 3.2), nothing decoded. */
export interface Target {
  readonly raw: string;
  /** Of the absolute form only. */
  readonly authority: string | null;
  readonly path: string;
  /** Without the question mark. */
  readonly rawQuery: string;
}

const absoluteForm = /^https?:\/\/([^/?#]*)(.*)$/i;

export function splitTarget(raw: string): Target {
  if (raw.charCodeAt(0) === slash) return splitOrigin(raw, raw, null);
  const absolute = absoluteForm.exec(raw);
  if (absolute === null) return { raw, authority: null, path: raw, rawQuery: '' };
  const rest = absolute[2]!;
  return splitOrigin(raw, rest.charCodeAt(0) === slash ? rest : `/${rest}`, absolute[1]!);
}

const slash = 0x2f;

function splitOrigin(raw: string, origin: string, authority: string | null): Target {
  const mark = origin.indexOf('?');
  return mark === -1
    ? { raw, authority, path: origin, rawQuery: '' }
    : { raw, authority, path: origin.slice(0, mark), rawQuery: origin.slice(mark + 1) };
}
