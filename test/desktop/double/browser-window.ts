import type {
  BrowserWindow as RealWindow,
  BrowserWindowConstructorOptions,
  Rectangle,
  WebPreferences,
} from 'electron';
import { app } from './app.ts';
import { only, LoudEmitter, refuse } from './refuse.ts';
import { WebContents } from './web-contents.ts';

const windows = new Set<BrowserWindow>();
let lastId = 0;
/** Headless, no system gives the focus: it is with the window that asked for it last. */
let focusedId: number | null = null;

export class BrowserWindow extends LoudEmitter {
  readonly id = ++lastId;
  readonly webContents: WebContents;
  #isVisible: boolean;
  #isMinimized = false;
  #hasLoaded = false;
  #isReady = false;
  #isMaximized = false;
  #bounds: Rectangle;
  #isClosing = false;
  #isDestroyed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super(['close', 'closed', 'show', 'focus', 'ready-to-show', 'query-session-end', 'session-end']);
    const { x = 100, y = 100, width = 800, height = 600, show = true, webPreferences = {} } = options;
    this.#bounds = { x, y, width, height };
    refuseUnsafe(webPreferences);
    this.#isVisible = show;
    windows.add(this);
    app.windowOpened(this);
    this.webContents = new WebContents({
      preferences: webPreferences,
      size: { width, height },
      gone: () => this.#gone(),
      stayed: () => this.#stayed(),
    });
    this.webContents.once('did-finish-load', () => this.#painted());
    app.emit('web-contents-created', {}, this.webContents);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  isVisible(): boolean {
    return this.#isVisible;
  }
  isFocused(): boolean {
    return this.#isVisible && !this.#isMinimized && focusedId === this.id;
  }
  isMaximized(): boolean {
    return this.#isMaximized;
  }
  maximize(): void {
    this.#isMaximized = true;
    // A hidden one too; it does not get the focus by that.
    if (!this.#isVisible) this.#appear();
  }
  getNormalBounds(): Rectangle {
    return this.#bounds;
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
  }
  blur(): void {
    if (focusedId === this.id) focusedId = null;
  }
  isMinimized(): boolean {
    return this.#isMinimized;
  }
  minimize(): void {
    this.#isMinimized = true;
  }
  restore(): void {
    this.#isMinimized = false;
  }
  show(): void {
    this.#appear();
    this.focus();
  }
  focus(): void {
    focusedId = this.id;
    this.emit('focus');
    app.emit('browser-window-focus', {}, this);
  }

  close(): void {
    if (this.#isClosing || this.#isDestroyed) return;
    if (!this.allows('close')) return this.#stayed();
    this.#isClosing = true;
    this.webContents.close({ waitForBeforeUnload: true });
  }

  destroy(): void {
    this.webContents.destroy();
  }

  #appear(): void {
    this.#isVisible = true;
    this.emit('show');
    if (this.#hasLoaded) this.#painted();
  }

  /** Under Wayland nothing is painted of what does not show. */
  #painted(): void {
    this.#hasLoaded = true;
    if (this.#isReady || (process.env['DOUBLE_WAYLAND'] !== undefined && !this.#isVisible)) return;
    this.#isReady = true;
    this.emit('ready-to-show');
  }

  #stayed(): void {
    this.#isClosing = false;
    app.windowStayed();
  }

  #gone(): void {
    this.#isDestroyed = true;
    windows.delete(this);
    this.blur();
    this.emit('closed');
    app.windowClosed(this);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }
  static fromWebContents(contents: WebContents | undefined): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null;
  }
}

/** What Hookline must not ask for, the double could not give. */
function refuseUnsafe(preferences: WebPreferences): void {
  const { sandbox, contextIsolation, webSecurity, nodeIntegration, webviewTag } = preferences;
  if (sandbox === false || contextIsolation === false || webSecurity === false)
    refuse('a window without sandbox, isolation or web security');
  if (nodeIntegration || webviewTag) refuse('a window with Node or <webview>');
}

const allContents = () => BrowserWindow.getAllWindows().map(({ webContents }) => webContents);

export const webContents = only('webContents', {
  getAllWebContents: allContents,
  fromDevToolsTargetId: (targetId: string) =>
    allContents().find((contents) => contents.targetId === targetId),
});

void (BrowserWindow.prototype satisfies Pick<
  RealWindow,
  | 'loadURL'
  | 'isDestroyed'
  | 'isVisible'
  | 'isMinimized'
  | 'minimize'
  | 'isFocused'
  | 'isMaximized'
  | 'maximize'
  | 'getNormalBounds'
  | 'setBounds'
  | 'blur'
  | 'restore'
  | 'show'
  | 'focus'
  | 'close'
  | 'destroy'
>);
