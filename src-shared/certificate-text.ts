// The texts that OpenSSL makes of certificates, as people and rules want them. Pure.

/** `CN=erp, O=Acme`: a name of several lines in one; empty where a certificate has none, as those of ACME. */
export const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ');

const entry = /(?:^|, )[^:,]+:("(?:[^"\\]|\\.)*"|[^,]*)/g;

/** The values of a subjectAltName such as `DNS:a.example, IP Address:127.0.0.1`; none where there is no such field. */
export function alternativeNames(subjectAltName: string | undefined): string[] {
  return [...(subjectAltName ?? '').matchAll(entry)].map(([, value = '']) =>
    value.startsWith('"') ? unquoted(value) : value,
  );
}

/** Values with a comma or a quote in them stand as JSON texts, so that none can pass for two. */
function unquoted(value: string): string {
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}
