import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { isOurs } from '#main/desktop/address.ts';
import { guardSession } from '#main/desktop/guards.ts';
import { webPreferences } from '#main/desktop/web-preferences.ts';

describe('a window', () => {
  it('is locked down in everything that can be', () => {
    expect(webPreferences({ preload: '/p.cjs', isPackaged: true })).toEqual({
      preload: '/p.cjs',
      partition: 'hookline',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      plugins: false,
      safeDialogs: true,
      disableDialogs: true,
      spellcheck: false,
      devTools: false,
    });
    expect(webPreferences({ preload: '/p.cjs', isPackaged: false }).devTools).toBe(true);
  });
});

describe('an address', () => {
  it.each([
    ['app://hookline/', true],
    ['app://hookline/index.html#/calls', true],
    ['app://hookline.evil.example/', false],
    ['app://user@hookline:1/', false],
    ['app:hookline', false],
    ['https://hookline/', false],
    ['file:///hookline', false],
    ['javascript:1', false],
    ['', false],
  ])('%s is ours: %s', (address, expected) => {
    expect(isOurs(address)).toBe(expected);
  });
});

describe('a session', () => {
  const given = () => {
    const kept: Record<string, unknown> = {};
    const keep = (name: string) => (handler: unknown) => void (kept[name] = handler);
    const session = {
      setPermissionCheckHandler: keep('check'),
      setPermissionRequestHandler: keep('request'),
      setDevicePermissionHandler: keep('device'),
      setDisplayMediaRequestHandler: keep('capture'),
      webRequest: { onBeforeRequest: keep('fetch') },
      on: (_event: 'will-download', listener: unknown) => keep('download')(listener),
    };
    guardSession(session as unknown as Session);
    return kept as {
      check(contents: null, permission: string): boolean;
      device(): boolean;
      capture: null;
      fetch(details: { url: string }, decide: (answer: { cancel: boolean }) => void): void;
      download(event: { preventDefault(): void }, item: { getURL(): string }): void;
    };
  };

  it('grants the writing of the clipboard, and nothing else', () => {
    const { check, device, capture } = given();
    const asked = [
      'clipboard-sanitized-write',
      'clipboard-read',
      'media',
      'local-network',
      'openExternal',
      'fileSystem',
    ];
    expect(asked.filter((permission) => check(null, permission))).toEqual(['clipboard-sanitized-write']);
    expect([device(), capture]).toEqual([false, null]);
  });

  it('fetches from the app alone', () => {
    const { fetch } = given();
    const cancelled = (url: string) => {
      let answer: boolean | undefined;
      fetch({ url }, ({ cancel }) => (answer = cancel));
      return answer;
    };
    const refused = [
      'https://evil.example/',
      'http://127.0.0.1:8080/',
      'file:///etc/passwd',
      'ws://x/',
      'blob:https://x/1',
    ];
    expect(refused.filter((url) => cancelled(url) !== true)).toEqual([]);
    expect(
      ['app://hookline/a.js', 'data:,', 'blob:app://hookline/1'].filter((url) => cancelled(url)),
    ).toEqual([]);
  });

  it('saves only bytes that the screens made', () => {
    const { download } = given();
    const prevented = (url: string) => {
      let was = false;
      download({ preventDefault: () => (was = true) }, { getURL: () => url });
      return was;
    };
    expect(['blob:app://hookline/1', 'app://hookline/index.html', 'https://x/'].map(prevented)).toEqual([
      false,
      true,
      true,
    ]);
  });
});

describe('the built preload', () => {
  it('is CommonJS, needs electron alone and exposes nothing', () => {
    const file = fileURLToPath(new URL('../../../out/preload/preload.cjs', import.meta.url));
    expect(existsSync(file), 'out/ is missing: run "npm run build" first').toBe(true);
    const text = readFileSync(file, 'utf8');
    expect([...text.matchAll(/\brequire\((.+?)\)/g)].map(([, name]) => name)).toEqual(['"electron"']);
    expect(text).not.toMatch(/^\s*(import|export)\s|contextBridge|\bsend(Sync)?\(|\binvoke\(/m);
  });
});
