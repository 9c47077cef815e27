import { StepFailure } from '../step-failure.ts';

/**
 * The address of a request. Where there is a connection it is relative to its base, and stays within it: what goes
 * along (a password, a token) is for that system alone, whatever a call's data makes of the address.
 */
export function requestUrl(text: string, baseUrl: string | null): URL {
  const url = URL.parse(baseUrl === null ? text : joined(text, baseUrl));
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new StepFailure(`"${text}" is no http or https address.`);
  }
  if (baseUrl !== null && !isWithin(url, new URL(baseUrl))) {
    throw new StepFailure(`"${text}" is not within the base address of the connection.`);
  }
  return url;
}

function joined(text: string, baseUrl: string): string {
  if (/^https?:\/\//i.test(text)) return text;
  if (text === '' || text.startsWith('?')) return `${baseUrl}${text}`;
  return `${baseUrl.replace(/\/+$/, '')}/${text.replace(/^\/+/, '')}`;
}

function isWithin(url: URL, base: URL): boolean {
  const path = base.pathname.replace(/\/+$/, '');
  const isBelow = url.pathname === path || url.pathname.startsWith(`${path}/`);
  return url.origin === base.origin && isBelow && url.username === base.username;
}
