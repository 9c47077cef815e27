const kept = 'hookline.token';

const tokenIn = (hash: string): string | undefined => {
  const given = /^#token=([^&/]+)/.exec(hash)?.[1];
  return given === undefined ? undefined : decodeURIComponent(given);
};

/** Whether an address brings a token and is no place of the page. */
export const hasToken = (address: string): boolean => tokenIn(new URL(address).hash) !== undefined;

/**
 * The admin token that opened this page. It comes once in the address, as `#token=…`, is kept for this tab
 * and taken out of the address, so that a shared link or the history does not hold it.
 */
export function takeToken(): string | null {
  const token = tokenIn(location.hash);
  if (token === undefined) return sessionStorage.getItem(kept);
  sessionStorage.setItem(kept, token);
  history.replaceState(null, '', `${location.pathname}#/`);
  return token;
}

/** Tells of each token that is entered in the address of the open page, which stays at its place. */
export function onToken(take: (token: string) => void): void {
  addEventListener(
    'hashchange',
    (event) => {
      const token = tokenIn(new URL(event.newURL).hash);
      if (token === undefined) return;
      event.stopImmediatePropagation();
      sessionStorage.setItem(kept, token);
      history.replaceState(null, '', event.oldURL);
      take(token);
    },
    { capture: true },
  );
}
