// What a page is kept from, whatever runs in it: other pages, other windows, the network, the machine's devices.
import type { App, Session, WebContents } from 'electron';
import { isOurs } from './address.ts';

/** `alsoAllowed`: further addresses that may be fetched, while developing. */
export function guardSession(
  session: Session,
  alsoAllowed: (address: string) => boolean = () => false,
): void {
  const isGranted = (permission: string) => permission === 'clipboard-sanitized-write';
  session.setPermissionCheckHandler((_contents, permission) => isGranted(permission));
  session.setPermissionRequestHandler((_contents, permission, decide) => decide(isGranted(permission)));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  // Who is given none of them has chosen none.
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  session.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: !mayFetch(url) && !alsoAllowed(url) }),
  );
  session.on('will-download', (event, download) => {
    // Bytes that the screens made themselves; Electron asks where to put them.
    if (!isMadeByUs(download.getURL())) event.preventDefault();
  });
}

const isMadeByUs = (address: string): boolean =>
  address.startsWith('blob:') && isOurs(address.slice('blob:'.length));
const mayFetch = (address: string): boolean =>
  isOurs(address) || isMadeByUs(address) || address.startsWith('data:');

/** What the app is asked for in the name of any page: the answer is no, and nobody is bothered with the question. */
export function guardApp(app: App): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  app.on('login', (event) => event.preventDefault());
  app.on('select-client-certificate', (event, _contents, _url, _certificates, choose) => {
    event.preventDefault();
    choose();
  });
}

export function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  const stayHere = (event: { readonly url: string; preventDefault(): void }) => {
    if (!isOurs(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stayHere);
  contents.on('will-frame-navigate', stayHere);
  contents.on('will-redirect', stayHere);
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
}
