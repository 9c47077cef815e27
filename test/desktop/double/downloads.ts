// What pages save as files. The system would ask where to put each; here they go beside the profile of Chromium, which ends
// with the app.
import { join } from 'node:path';
import type { DownloadItem } from 'electron';
import { chromium, profileFolder } from './chromium.ts';
import { record } from './record.ts';
import { only } from './refuse.ts';
import { toElectron } from './scheme.ts';

/** As Electron gives it to whoever listens to `will-download`. */
export type Download = Pick<DownloadItem, 'getURL'>;

/** `begins` is asked of each, and whether it says yes decides. */
export async function watchDownloads(
  browserContextId: string,
  begins: (download: Download) => boolean,
): Promise<void> {
  const { browser } = chromium();
  const names = new Map<string, string>();
  // Chromium does not say of which session a download is; Hookline has one session with pages.
  browser.on('Browser.downloadWillBegin', ({ guid, url, suggestedFilename }) => {
    const address = url.replace(/^(blob:)?(.*)$/, (_whole, kind = '', rest = '') => kind + toElectron(rest));
    if (begins(only('downloadItem', { getURL: () => address }))) names.set(guid, suggestedFilename);
    else void browser.send('Browser.cancelDownload', { guid, browserContextId });
  });
  browser.on('Browser.downloadProgress', ({ guid, state }) => {
    const name = names.get(guid);
    if (state === 'completed' && name !== undefined)
      record.downloads.push({ name, path: join(profileFolder(), 'downloads', guid) });
  });
  await browser.send('Browser.setDownloadBehavior', {
    behavior: 'allowAndName',
    browserContextId,
    downloadPath: join(profileFolder(), 'downloads'),
    eventsEnabled: true,
  });
}
