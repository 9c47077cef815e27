// The place in the hash, `#/calls?state=failed`. As wouter's own, but what follows the question mark stays in
// the hash too: the view can be bookmarked, and no other place inherits it.
import { useSyncExternalStore } from 'react';
import type { BaseLocationHook, NavigateOptions } from 'wouter';

const place = (): string => `/${location.hash.replace(/^#?\/?/, '')}`;
const path = (): string => place().split('?', 1)[0]!;
const search = (): string => place().slice(path().length + 1);

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

export function navigate(to: string, { state = null, replace = false }: NavigateOptions = {}): void {
  const oldURL = location.href;
  const newURL = new URL(`#/${to.replace(/^#?\/?/, '')}`, oldURL).href;
  history[replace ? 'replaceState' : 'pushState'](state, '', newURL);
  dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL }));
}

const useHashSearch = (): string => useSyncExternalStore(subscribe, search);

export const useHashPlace: BaseLocationHook = () => [useSyncExternalStore(subscribe, path), navigate];
useHashPlace.hrefs = (href: string) => `#${href}`;
useHashPlace.searchHook = useHashSearch;
