/**
 * Whether an `accept` header asks for XML (RFC 9110, 12.5.1): `application/xml` or `text/xml` with a higher
 * weight than JSON. A browser's header, which also names `text/html`, does not.
 */
export function prefersXml(accept: string | undefined): boolean {
  if (accept === undefined || !accept.includes('xml')) return false;
  const weights = new Map<string, number>();
  for (const part of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    weights.set(type, q === undefined ? 1 : Number(q.slice(2)) || 0);
  }
  if (weights.has('text/html')) return false;
  const xml = Math.max(weights.get('application/xml') ?? 0, weights.get('text/xml') ?? 0);
  return xml > 0 && xml > (weights.get('application/json') ?? 0);
}
