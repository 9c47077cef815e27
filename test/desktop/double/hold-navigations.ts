import { type CdpSession, unheard } from './cdp.ts';
import { isRegistered, schemeOf, toElectron } from './scheme.ts';

export interface NavigationRules {
  readonly mainFrameId: string;
  /** Main asked for it itself, so that nobody is asked. */
  isExpected(address: string): boolean;
  mayNavigate(url: string, isRedirect: boolean): boolean;
  mayLoadFrame(url: string): boolean;
  navigate(url: string): void;
}

/** Holds every load of a document until the app's listeners were asked; a refused one leaves the old document. */
export function holdNavigations(cdp: CdpSession, rules: NavigationRules): void {
  cdp.on('Fetch.requestPaused', ({ requestId, request, frameId, redirectedRequestId }) => {
    const url = toElectron(request.url);
    const may =
      rules.isExpected(request.url) ||
      (frameId === rules.mainFrameId
        ? rules.mayNavigate(url, redirectedRequestId !== undefined)
        : rules.mayLoadFrame(url));
    unheard(
      may
        ? cdp.send('Fetch.continueRequest', { requestId })
        : cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }),
    );
  });
  cdp.on('Page.frameRequestedNavigation', ({ url }) => {
    // Chromium asks the system about a scheme of ours, so no request of it is ever held.
    if (isRegistered(schemeOf(url)) && rules.mayNavigate(url, false)) rules.navigate(url);
  });
}
