import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { App as RealApp, LoginItemSettings, LoginItemSettingsOptions, Settings } from 'electron';
import { closeChromium } from './chromium.ts';
import { commandLine } from './command-line.ts';
import { record } from './record.ts';
import { LoudEmitter, refuse } from './refuse.ts';
import { takeInstanceLock, type InstanceLock } from './instance-lock.ts';
import { LoginItems } from './login-item.ts';

interface Closable {
  close(): void;
  destroy(): void;
}

type PathName = Parameters<RealApp['getPath']>[0];

class App extends LoudEmitter {
  /** As an installed app is, whose `resources` are the folder that is named. */
  readonly isPackaged = process.env['DOUBLE_RESOURCES'] !== undefined;
  readonly commandLine = commandLine;
  readonly #ready = Promise.withResolvers<void>();
  readonly #windows = new Set<Closable>();
  readonly #paths = new Map<string, string>();
  #described = { folder: '.', name: 'electron-double', version: '0.0.0' };
  #lock: InstanceLock | null = null;
  readonly #loginItems = new LoginItems();
  #isReady = false;
  #isQuitting = false;
  #isExiting = false;

  constructor() {
    super([
      ...['ready', 'activate', 'second-instance', 'window-all-closed', 'before-quit', 'will-quit', 'quit'],
      ...['web-contents-created', 'browser-window-focus', 'open-file', 'login', 'select-client-certificate'],
    ]);
    process.on('SIGINT', () => this.quit());
    process.on('SIGTERM', () => this.quit());
  }

  // For the double's own files.
  describe(app: { readonly folder: string; readonly name: string; readonly version: string }): void {
    this.#described = app;
  }
  becomeReady(): void {
    this.#isReady = true;
    this.emit('ready', {}, {});
    this.#ready.resolve();
  }
  windowOpened(window: Closable): void {
    this.#windows.add(window);
  }
  windowStayed(): void {
    this.#isQuitting = false;
  }
  windowClosed(window: Closable): void {
    this.#windows.delete(window);
    if (this.#windows.size > 0 || this.#isExiting) return;
    if (this.#isQuitting) this.#finishQuit();
    else if (!this.emit('window-all-closed')) this.quit();
  }

  isQuitting(): boolean {
    return this.#isQuitting;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  isReady(): boolean {
    return this.#isReady;
  }
  getName(): string {
    return this.#described.name;
  }
  getVersion(): string {
    return this.#described.version;
  }
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }
  getAppPath(): string {
    return this.#described.folder;
  }
  setLoginItemSettings(settings: Settings): void {
    this.#loginItems.set(settings);
  }
  getLoginItemSettings(
    options?: LoginItemSettingsOptions,
  ): Pick<LoginItemSettings, 'launchItems' | 'wasOpenedAtLogin'> {
    return { ...this.#loginItems.get(options), wasOpenedAtLogin: false };
  }
  setAppUserModelId(): void {
    // For the task bar of Windows.
  }

  getPath(name: PathName): string {
    const given = this.#paths.get(name);
    if (given !== undefined) return given;
    if (name === 'appData') return process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    if (name === 'userData') return join(this.getPath('appData'), this.getName());
    return refuse(`app.getPath('${name}')`);
  }
  setPath(name: string, path: string): void {
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist`);
    this.#paths.set(name, path);
  }

  requestSingleInstanceLock(told: Record<string, unknown> | null = null): boolean {
    this.#lock = takeInstanceLock(this.getPath('userData'), told, (arrival) => {
      const { argv, workingDirectory, additionalData } = arrival;
      void this.#ready.promise.then(() =>
        this.emit('second-instance', {}, argv, workingDirectory, additionalData),
      );
    });
    return this.#lock !== null;
  }

  releaseSingleInstanceLock(): void {
    this.#lock?.release();
    this.#lock = null;
  }

  quit(): void {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    if (!this.allows('before-quit')) this.#isQuitting = false;
    else if (this.#windows.size === 0) this.#finishQuit();
    else for (const window of this.#windows) window.close();
  }

  relaunch(): void {
    // The launch itself would be one that no test follows.
    record.relaunches += 1;
  }

  exit(code = 0): void {
    this.#lock?.release();
    // Before it is ready there is no message loop to end.
    if (!this.#isReady) process.exit(code);
    if (this.#isExiting) return;
    this.#isQuitting = true;
    this.#isExiting = true;
    // Nobody is asked, neither the app nor its pages.
    for (const window of this.#windows) window.destroy();
    this.emit('quit', {}, code);
    void closeChromium().finally(() => process.exit(code));
  }

  #finishQuit(): void {
    if (this.allows('will-quit')) this.exit();
    else this.#isQuitting = false;
  }
}

export const app = new App();
void (app satisfies Pick<
  RealApp,
  | 'isPackaged'
  | 'whenReady'
  | 'isReady'
  | 'getName'
  | 'getVersion'
  | 'enableSandbox'
  | 'setAppUserModelId'
  | 'getPath'
  | 'setPath'
  | 'getAppPath'
  | 'setLoginItemSettings'
  | 'relaunch'
  | 'requestSingleInstanceLock'
  | 'releaseSingleInstanceLock'
  | 'quit'
  | 'exit'
>);
