import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EventEmitter } from 'node:events';
import type { App, Session } from 'electron';
import { describe, expect, it } from 'vitest';
import { isOurs } from '#main/desktop/address.ts';
import { guardApp, guardSession } from '#main/desktop/guards.ts';
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

type SelectDevice = (
  event: { preventDefault(): void },
  details: object,
  choose: (id?: string) => void,
) => void;

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
      on: (event: string, listener: unknown) => keep(event)(listener),
    };
    guardSession(session as unknown as Session);
    return kept as {
      check(contents: null, permission: string): boolean;
      request(contents: null, permission: string, decide: (isGranted: boolean) => void): void;
      device(): boolean;
      capture: null;
      fetch(details: { url: string }, decide: (answer: { cancel: boolean }) => void): void;
      'will-download'(event: { preventDefault(): void }, item: { getURL(): string }): void;
      'select-usb-device': SelectDevice;
      'select-hid-device': SelectDevice;
      'select-serial-port'(
        event: { preventDefault(): void },
        ports: [],
        contents: null,
        choose: (id: string) => void,
      ): void;
    };
  };

  it('grants the writing of the clipboard, and nothing else', () => {
    const { check, request, device, capture } = given();
    const asked = [
      'clipboard-sanitized-write',
      'clipboard-read',
      'media',
      'local-network',
      'openExternal',
      'fileSystem',
    ];
    expect(asked.filter((permission) => check(null, permission))).toEqual(['clipboard-sanitized-write']);
    const granted: string[] = [];
    for (const permission of asked)
      request(null, permission, (isGranted) => void (isGranted && granted.push(permission)));
    expect(granted).toEqual(['clipboard-sanitized-write']);
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

  it('chooses no device for a page, and asks nobody', () => {
    const session = given();
    const chosen: unknown[] = [];
    const event = { preventDefault: () => void chosen.push('prevented') };
    session['select-usb-device'](event, {}, (id) => void chosen.push(id));
    session['select-hid-device'](event, {}, (id) => void chosen.push(id));
    session['select-serial-port'](event, [], null, (id) => void chosen.push(id));
    expect(chosen).toEqual(['prevented', undefined, 'prevented', undefined, 'prevented', '']);
  });

  it('saves only bytes that the screens made', () => {
    const download = given()['will-download'];
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

describe('the app', () => {
  const guarded = () => {
    const app = new EventEmitter();
    guardApp(app as unknown as App);
    return app;
  };
  const prevented = (
    emitter: EventEmitter,
    name: string,
    details: object = {},
    ...more: readonly unknown[]
  ) => {
    let was = false;
    emitter.emit(name, { ...details, preventDefault: () => (was = true) }, ...more);
    return was;
  };

  it('signs in nowhere, by no password and no certificate', () => {
    const app = guarded();
    const chosen: unknown[] = [];
    const choose = (certificate?: unknown) => void chosen.push(certificate);
    expect(prevented(app, 'login', {}, null, {}, {}, () => undefined)).toBe(true);
    expect(prevented(app, 'select-client-certificate', {}, null, 'https://x/', [{}], choose)).toBe(true);
    expect(chosen).toEqual([undefined]);
  });

  it('trusts no certificate that the system does not', () => {
    expect(guarded().listenerCount('certificate-error')).toBe(0);
  });

  it('guards every page there ever is: it goes nowhere else, opens nothing and holds no other page', () => {
    const app = guarded();
    const kept: { open?: (details: object) => unknown } = {};
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (handler: (details: object) => unknown) => (kept.open = handler),
    });
    app.emit('web-contents-created', {}, contents);
    expect(kept.open?.({ url: 'https://x/' })).toEqual({ action: 'deny' });
    expect(prevented(contents, 'will-attach-webview')).toBe(true);
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      const to = (url: string) => prevented(contents, event, { url });
      expect([event, to('https://x/'), to('file:///etc/passwd'), to('app://hookline/')]).toEqual([
        event,
        true,
        true,
        false,
      ]);
    }
    const chosen: string[] = [];
    const choose = (id: string) => void chosen.push(id);
    expect(prevented(contents, 'select-bluetooth-device', {}, [], choose)).toBe(true);
    expect(chosen).toEqual(['']);
  });
});

describe('the source of the desktop face', () => {
  const folder = fileURLToPath(new URL('../../../src-main/desktop/', import.meta.url));
  const all = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`, 'utf8'));

  it('makes windows in one place, opens no address outside, and takes no message but by the port', () => {
    const naming = (what: RegExp) => all.filter((text) => what.test(text)).length;
    expect(naming(/new BrowserWindow\(/)).toBe(1);
    expect(
      naming(
        /openExternal|showItemInFolder|ipcMain|loadFile|\bfile:\/\/|@electron\/remote|\beval\(|nodeIntegration: true/,
      ),
    ).toBe(0);
    // Never for pages of ours: tests alone run code in them.
    expect(naming(/executeJavaScript|enableBlinkFeatures|additionalArguments/)).toBe(0);
    expect(naming(/setCertificateVerifyProc|'certificate-error'|setAsDefaultProtocolClient/)).toBe(0);
  });

  it('begins no program as Node.js, which the fuses of a package forbid', () => {
    const main = fileURLToPath(new URL('../../../src-main/', import.meta.url));
    const files = readdirSync(main, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.startsWith('headless'),
    );
    const beginning = files.filter((name) =>
      /\bfork\b.*from 'node:child_process'|RUN_AS_NODE/.test(readFileSync(main + name, 'utf8')),
    );
    // Where the thread was given no other way.
    expect(beginning).toEqual(['run/sql/child.ts']);
  });

  it('is sandboxed and guarded before the app is ready, which is when pages begin', () => {
    const text = readFileSync(`${folder}/main.ts`, 'utf8');
    const before = [
      'registerSchemesAsPrivileged(',
      'app.enableSandbox()',
      'guardApp(app)',
      'if (isAllowed()',
    ];
    const places = [...before, 'app.whenReady()'].map((act) => text.indexOf(act));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places).not.toContain(-1);
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
