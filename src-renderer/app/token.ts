const kept = 'hookline.token';

/**
 * The admin token that opened this page. It comes once in the address, as `#token=…`, is kept for this tab
 * and taken out of the address, so that a shared link or the history does not hold it.
 */
export function takeToken(): string | null {
  const given = /^#token=([^&/]+)/.exec(location.hash)?.[1];
  if (given === undefined) return sessionStorage.getItem(kept);
  const token = decodeURIComponent(given);
  sessionStorage.setItem(kept, token);
  history.replaceState(null, '', `${location.pathname}#/`);
  return token;
}
