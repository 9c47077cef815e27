import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from 'electron';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerFromFolder, appScheme, serveScreens } from '#main/desktop/app-protocol.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

type Handler = Parameters<Session['protocol']['handle']>[1];

let folder: string;
let answer: Handler;
beforeEach(async () => {
  folder = await newFolder();
  await mkdir(join(folder, 'assets'));
  await writeFile(
    join(folder, 'index.html'),
    '<html data-face="browser"><script nonce="__NONCE__"></script></html>',
  );
  await writeFile(join(folder, 'assets', 'a.js'), 'export {};');
  const protocol = { handle: (_scheme: string, handler: Handler) => (answer = handler) };
  serveScreens({ protocol } as unknown as Session, answerFromFolder(folder));
});
afterEach(() => dropFolder(folder));

const ask = (address: string, method = 'GET') => answer(new Request(address, { method }));

describe('the app protocol', () => {
  it('gives the page a new nonce at every load, and tells it that it is the desktop', async () => {
    const nonces = new Set<string>();
    for (const _ of [1, 2]) {
      const response = await ask('app://hookline/');
      const [, nonce = ''] = /nonce="(.+?)"/.exec(await response.text()) ?? [];
      expect(response.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(2);
    expect(await (await ask('app://hookline/')).text()).toContain('data-face="desktop"');
  });

  it('allows a page no script, style or connection but its own', async () => {
    const policy = (await ask('app://hookline/')).headers.get('content-security-policy');
    expect(policy?.replace(/nonce-[^']+/, 'nonce-X').split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'nonce-X'",
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "frame-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "object-src 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types default',
    ]);
  });

  it.each([
    ['app://hookline/assets/a.js', 'GET', 200],
    ['app://hookline/assets/a.js', 'POST', 405],
    ['app://hookline/assets/a.js', 'HEAD', 405],
    ['app://hookline/assets/b.js', 'GET', 404],
    ['app://hookline/assets', 'GET', 404],
    ['app://elsewhere/index.html', 'GET', 404],
    ['app://hookline:81/index.html', 'GET', 404],
  ])('answers %s by %s with %i, closed to all others', async (address, method, status) => {
    const response = await ask(address, method);
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringMatching(/camera=\(\).*geolocation=\(\).*usb=\(\)/),
    });
  });

  it('is a scheme as secure as https, without a way past the policy of its pages', () => {
    expect(appScheme).toEqual({
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    });
  });
});
