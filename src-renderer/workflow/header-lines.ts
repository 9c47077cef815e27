type Headers = [name: string, value: string][];

export const headerLines = (headers: Headers): string =>
  headers.map(([name, value]) => `${name}: ${value}`).join('\n');

/** The headers that a text has, one a line; the first line that is none is the fault. */
export function readHeaderLines(text: string): { readonly headers: Headers; readonly fault: string | null } {
  const headers: Headers = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const at = line.indexOf(':');
    const name = line.slice(0, at).trim();
    if (at < 1 || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
      return { headers, fault: `“${line.trim()}” is no header: a name, a colon, a value.` };
    }
    headers.push([name, line.slice(at + 1).trim()]);
  }
  return { headers, fault: null };
}
