import type { WebContents as RealContents, WebPreferences } from 'electron';
import { type CdpSession, unheard } from './cdp.ts';
import { MessagePortMain } from './message-port.ts';
import { PageDocument } from './page-document.ts';
import type { FromPage } from './page-messages.ts';
import { holdNavigations } from './hold-navigations.ts';
import { bindingName, openPage, worldName, type Page } from './page.ts';
import { record } from './record.ts';
import { LoudEmitter, refuse } from './refuse.ts';
import { toChromium, toElectron } from './scheme.ts';
import { fromPartition, Session } from './session.ts';

type OpenHandler = Parameters<RealContents['setWindowOpenHandler']>[0];

interface Owner {
  readonly preferences: WebPreferences;
  readonly size: { readonly width: number; readonly height: number };
  /** The page is gone for good. */
  gone(): void;
  /** The page would not close. */
  stayed(): void;
}

let lastId = 0;

export class WebContents extends LoudEmitter {
  readonly id = ++lastId;
  readonly session: Session;
  readonly #owner: Owner;
  readonly #page: Promise<Page>;
  #document: PageDocument | null = null;
  #url = '';
  /** The address we navigate to ourselves, of which nobody is asked. */
  #expected: string | null = null;
  #openHandler: OpenHandler | null = null;
  #isCrashed = false;
  #isDestroyed = false;
  targetId: string | null = null;

  constructor(owner: Owner) {
    super([
      ...[
        'will-navigate',
        'will-frame-navigate',
        'will-redirect',
        'did-navigate',
        'dom-ready',
        'did-finish-load',
      ],
      ...['will-prevent-unload', 'render-process-gone', 'destroyed', 'will-attach-webview'],
      ...['unresponsive', 'responsive', 'select-bluetooth-device'],
    ]);
    this.#owner = owner;
    const { partition, session } = owner.preferences;
    this.session = session instanceof Session ? session : fromPartition(partition ?? '');
    this.#page = this.#open();
  }

  async #open(): Promise<Page> {
    const browserContextId = await this.session.contextId;
    const { preload } = this.#owner.preferences;
    return openPage({ browserContextId, preload, ...this.#owner.size }, (cdp, targetId) => {
      // Playwright may ask for the window of a page before the page is made ready.
      this.targetId = targetId;
      // Chromium calls the main frame of a page as it calls the target.
      this.#listen(cdp, targetId);
    });
  }

  #listen(cdp: CdpSession, mainFrameId: string): void {
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== worldName || context.auxData?.['frameId'] !== mainFrameId || !this.#url) return;
      this.#document?.die();
      this.#document = new PageDocument(cdp, context.id);
    });
    cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (this.#document?.contextId === executionContextId) this.#document.die();
    });
    cdp.on('Runtime.executionContextsCleared', () => this.#document?.die());
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === bindingName && executionContextId === this.#document?.contextId)
        this.#receive(JSON.parse(payload) as FromPage);
    });
    cdp.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId) return;
      this.#url = frame.url;
      this.#isCrashed = false;
      this.emit('did-navigate', {}, this.getURL(), 200, 'OK');
    });
    cdp.on('Page.navigatedWithinDocument', ({ url }) => (this.#url = url));
    cdp.on('Page.domContentEventFired', () => this.#isLoaded() && this.emit('dom-ready', {}));
    cdp.on('Page.loadEventFired', () => this.#isLoaded() && this.emit('did-finish-load', {}));
    cdp.on('Page.javascriptDialogOpening', ({ type }) => {
      const leaves = type === 'beforeunload' && !this.allows('will-prevent-unload');
      if (!leaves) this.#owner.stayed();
      // Playwright may have answered already.
      cdp.send('Page.handleJavaScriptDialog', { accept: leaves }).catch(() => {});
    });
    cdp.on('Inspector.targetCrashed', () => {
      this.#isCrashed = true;
      this.#document?.die();
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    });
    void cdp.detached.then(() => this.#gone());
    holdNavigations(cdp, {
      mainFrameId,
      isExpected: (address) => this.#isExpected(address),
      mayNavigate: (url, isRedirect) => this.#mayNavigate(url, isRedirect),
      mayLoadFrame: (url) => this.allows('will-frame-navigate', { url, isMainFrame: false }),
      navigate: (url) => void this.loadURL(url),
    });
  }

  #isLoaded = (): boolean => this.#url !== '' && this.#url !== 'about:blank';

  #mayNavigate(url: string, isRedirect: boolean): boolean {
    const details = { url, isSameDocument: false, isMainFrame: true };
    if (isRedirect) return this.allows('will-redirect', details, url, false, true);
    return this.allows('will-frame-navigate', details) && this.allows('will-navigate', details, url);
  }

  #isExpected(address: string): boolean {
    const isExpected = this.#expected === address;
    if (isExpected) this.#expected = null;
    return isExpected;
  }

  #receive(said: FromPage): void {
    if (said.kind === 'refused') record.refusals.push(`electron double: ${said.what} is not modelled`);
    else if (said.kind === 'open') this.#askToOpen(toElectron(said.url));
    else this.#document?.receive(said);
  }

  #askToOpen(url: string): void {
    const { action } = this.#openHandler?.({
      url,
      frameName: '',
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: this.getURL(), policy: 'no-referrer' },
    }) ?? { action: 'allow' };
    if (action === 'allow') refuse('a window opened by a page');
  }

  async loadURL(url: string): Promise<void> {
    const { cdp } = await this.#page;
    this.#expected = toChromium(url);
    const { errorText } = await cdp.send('Page.navigate', { url: this.#expected });
    if (errorText) throw new Error(`${errorText} loading '${url}'`);
  }

  reload(): void {
    unheard(
      this.#page.then(({ cdp }) => {
        this.#expected = this.#url;
        return cdp.send('Page.reload');
      }),
    );
  }

  getURL(): string {
    return toElectron(this.#url);
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  postMessage(channel: string, message: unknown, transfer: readonly unknown[] = []): void {
    const ends = transfer.map((port) =>
      port instanceof MessagePortMain ? port.giveAway() : refuse('a transfer that is no port'),
    );
    if (this.#document === null) return refuse('webContents.postMessage without a document');
    // As Electron says of one that ends at this moment.
    if (!this.#document.isAlive) throw new Error('Render frame was disposed before it could be accessed');
    this.#document.postMessage(channel, message, ends);
  }

  /** For tests: Playwright's page is of no use after a crash. */
  async executeJavaScript(expression: string): Promise<unknown> {
    const { cdp } = await this.#page;
    const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error('Script failed to execute');
    return result.value;
  }

  forcefullyCrashRenderer(): void {
    // Its answer is an error: the page that would give it is gone.
    void this.#page.then(({ cdp }) => cdp.send('Page.crash').catch(() => {}));
  }

  close({ waitForBeforeUnload = false } = {}): void {
    unheard(
      this.#page.then(({ cdp, targetId }) =>
        // A page that has crashed has nothing to say against it.
        waitForBeforeUnload && !this.#isCrashed
          ? cdp.send('Page.close')
          : cdp.send('Target.closeTarget', { targetId }),
      ),
    );
  }

  /** Gone at once, and nobody asks the page. */
  destroy(): void {
    this.#gone();
    this.close();
  }

  #gone(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#document?.die();
    this.emit('destroyed');
    this.#owner.gone();
  }
}
