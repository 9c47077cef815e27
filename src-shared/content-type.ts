/** A content type taken apart (RFC 9110, 8.3.1). */
export interface ContentType {
  /** Lower case, without parameters; empty where there is none. */
  readonly type: string;
  /** Lower case. */
  readonly charset: string | undefined;
  readonly boundary: string | undefined;
  /** Of CSV: what stands between two fields, and whether a first record of names is `present` or `absent`. */
  readonly delimiter: string | undefined;
  readonly header: string | undefined;
}

export function parseContentType(header: string | undefined): ContentType {
  const [type = ''] = (header ?? '').split(';', 1);
  const parameters = parametersOf(header);
  return {
    type: type.trim().toLowerCase(),
    charset: parameters.get('charset')?.toLowerCase(),
    boundary: parameters.get('boundary'),
    delimiter: parameters.get('delimiter'),
    header: parameters.get('header')?.toLowerCase(),
  };
}

/** A parameter of a header value such as `form-data; name="a;b"`. */
export const parameterOf = (header: string | undefined, name: string): string | undefined =>
  parametersOf(header).get(name);

/** By lower-case name; of one that is there twice the first counts. */
function parametersOf(header: string | undefined): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  // Most content types have none, and a look for them costs more than all the rest.
  if (header?.includes(';') !== true) return parameters;
  for (const [, key = '', quoted, token = ''] of header.matchAll(
    /;[ \t]*([^\s;="]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g,
  )) {
    const name = key.toLowerCase();
    if (parameters.has(name)) continue;
    parameters.set(name, quoted === undefined ? token.trim() : quoted.replaceAll(/\\(["\\])/g, '$1'));
  }
  return parameters;
}

/**
 * What a text of this content type is written in: JSON between systems in UTF-8, whatever the header says (RFC 8259,
 * 8.1), else in what it declares, or UTF-8.
 */
export function charsetOf(header: string | undefined): string {
  const { type, charset } = parseContentType(header);
  return isJsonType(type) ? 'utf-8' : (charset ?? 'utf-8');
}

export const isJsonType = (type: string): boolean =>
  type === 'application/json' || type === 'text/json' || type.endsWith('+json');
export const isXmlType = (type: string): boolean =>
  type === 'application/xml' || type === 'text/xml' || type.endsWith('+xml');
export const isCsvType = (type: string): boolean =>
  type === 'text/csv' || type === 'application/csv' || type === 'text/tab-separated-values';
export const isFormType = (type: string): boolean => type === 'application/x-www-form-urlencoded';
export const isMultipartType = (type: string): boolean => type === 'multipart/form-data';
