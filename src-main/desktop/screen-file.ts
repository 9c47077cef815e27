import { isAbsolute, relative, resolve } from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
};

export interface ScreenFile {
  readonly path: string;
  readonly contentType: string;
}

/** The file of the built screens that an address names; null where it names none, or tries to leave the folder. */
export function findScreenFile(folder: string, address: string): ScreenFile | null {
  const { pathname } = new URL(address);
  // Decoded once: what would still change its meaning after that is refused.
  if (/%(2f|5c|00)|\\/i.test(pathname)) return null;
  const name = decode(pathname === '/' ? '/index.html' : pathname);
  if (name === null || name.split('/').some((part) => part === '..' || part === '.')) return null;
  const path = resolve(folder, `.${name}`);
  const inside = relative(folder, path);
  const contentType = contentTypes[name.slice(name.lastIndexOf('.') + 1)];
  if (contentType === undefined || inside.startsWith('..') || isAbsolute(inside)) return null;
  return { path, contentType };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
