/**
 * Whether a caller asks for XML: `accept` names an XML type, does not name JSON as much wanted, and is not a
 * browser's (those name `text/html`, and XML only by habit).
 */
export function wantsXml(accept: string | undefined): boolean {
  if (accept === undefined || !accept.includes('xml')) return false;
  let xml = 0;
  let json = 0;
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
    if (type === 'text/html') return false;
    if (type === 'application/xml' || type === 'text/xml') xml = Math.max(xml, weight);
    if (type === 'application/json') json = Math.max(json, weight);
  }
  return xml > json;
}
