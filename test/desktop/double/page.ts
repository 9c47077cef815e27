// A page of Chromium made ready for a window: the preload in its own world, navigations held for an answer.
import { readFileSync } from 'node:fs';
import type { CdpSession } from './cdp.ts';
import { chromium } from './chromium.ts';
import { isolatedWorld } from './isolated-world.ts';
import { mainWorld } from './main-world.ts';
import { makeWire } from './wire.ts';

export const worldName = 'Electron Isolated Context';
export const bindingName = 'toMain';

export interface Page {
  readonly targetId: string;
  readonly cdp: CdpSession;
}

export interface PageOptions {
  readonly browserContextId: string;
  readonly width: number;
  readonly height: number;
  readonly preload: string | undefined;
}

/** `onCdp` is called before anything can happen in the page. */
export async function openPage(
  options: PageOptions,
  onCdp: (cdp: CdpSession, targetId: string) => void,
): Promise<Page> {
  const { browserContextId, width, height, preload } = options;
  const { targetId } = await chromium().browser.send('Target.createTarget', {
    url: 'about:blank',
    browserContextId,
    newWindow: true,
    width,
    height,
  });
  const cdp = await chromium().attach(targetId);
  onCdp(cdp, targetId);
  await Promise.all([
    cdp.send('Page.enable'),
    cdp.send('Runtime.enable'),
    cdp.send('Inspector.enable'),
    cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] }),
    cdp.send('Runtime.addBinding', { name: bindingName, executionContextName: worldName }),
    cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: inTopFrame(`(${String(mainWorld)})()`) }),
    cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      worldName,
      source: inTopFrame(preloadScript(preload)),
    }),
  ]);
  return { targetId, cdp };
}

const inTopFrame = (statement: string): string => `if (window === top) ${statement};`;

function preloadScript(file: string | undefined): string {
  const source = file ? readFileSync(file, 'utf8') : '';
  if (/^\s*(import|export)\s/m.test(source))
    throw new Error(`electron double: a sandboxed preload is CommonJS, not a module (${file})`);
  return `(${String(isolatedWorld)})((${String(makeWire)})(), function (require, module, exports) {\n${source}\n})`;
}
