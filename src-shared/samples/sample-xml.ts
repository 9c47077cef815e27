/** Data as XML, the way steps see it: attributes as `@_name`, text as `#text`, lists as repeated elements. */
export function sampleXml(value: unknown): string {
  const [only, ...others] = isObject(value) ? Object.entries(value) : [];
  if (only !== undefined && others.length === 0 && !Array.isArray(only[1])) return element(...only);
  return element('request', value ?? '');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  if (!isObject(value))
    return value === '' || value === null ? `<${name}/>` : tagged(name, '', textOf(value));
  const parts = Object.entries(value);
  const attributes = parts
    .filter(([key]) => key.startsWith('@_'))
    .map(([key, one]) => ` ${key.slice(2)}="${textOf(one)}"`)
    .join('');
  const content = parts
    .filter(([key]) => !key.startsWith('@_'))
    .map(([key, one]) => (key === '#text' ? textOf(one) : element(key, one)))
    .join('');
  return tagged(name, attributes, content);
}

const tagged = (name: string, attributes: string, content: string): string =>
  content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;

const textOf = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
