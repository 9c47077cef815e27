/** A content type taken apart (RFC 9110, 8.3.1). */
export interface ContentType {
  /** Lower case, without parameters; empty where there is none. */
  readonly type: string;
  /** Lower case. */
  readonly charset: string | undefined;
  readonly boundary: string | undefined;
}

export function parseContentType(header: string | undefined): ContentType {
  const [type = ''] = (header ?? '').split(';', 1);
  return {
    type: type.trim().toLowerCase(),
    charset: parameterOf(header, 'charset')?.toLowerCase(),
    boundary: parameterOf(header, 'boundary'),
  };
}

/** A parameter of a header value such as `form-data; name="a;b"`. */
export function parameterOf(header: string | undefined, name: string): string | undefined {
  for (const [, key = '', quoted, token] of (header ?? '').matchAll(
    /;[ \t]*([^\s;="]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g,
  )) {
    if (key.toLowerCase() !== name) continue;
    return quoted === undefined ? token?.trim() : quoted.replaceAll(/\\(["\\])/g, '$1');
  }
  return undefined;
}

export const isJsonType = (type: string): boolean =>
  type === 'application/json' || type === 'text/json' || type.endsWith('+json');
export const isXmlType = (type: string): boolean =>
  type === 'application/xml' || type === 'text/xml' || type.endsWith('+xml');
