/**
 * Runs in the page's own world before its scripts: takes every way to a new window to the handler in main, since
 * headless Chromium would open a page. Its source text is what is sent, so it stands alone.
 */
export function mainWorld(): void {
  const staysHere = (target: string | undefined) => !target || /^_(self|top|parent)$/.test(target);
  const ask = (url: string) =>
    document.dispatchEvent(
      new CustomEvent('double:open', { detail: new URL(url || 'about:blank', document.baseURI).href }),
    );

  const open = window.open.bind(window);
  window.open = (url, target, features) => {
    if (target && staysHere(target)) return open(url, target, features);
    ask(String(url ?? ''));
    return null;
  };

  const follow = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link?.href || event.defaultPrevented || link.hasAttribute('download')) return;
    const isNewWindow = event.ctrlKey || event.metaKey || event.shiftKey || event.button === 1;
    if (staysHere(link.target) && !isNewWindow) return;
    event.preventDefault();
    ask(link.href);
  };
  window.addEventListener('click', follow);
  window.addEventListener('auxclick', follow);
}
