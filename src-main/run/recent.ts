/** A map that remembers the `size` entries used last. */
export interface Recent<K, V> {
  get(key: K): V | undefined;
  /** Gives the key that had to go, where one had to. */
  set(key: K, value: V): K | undefined;
}

export function createRecent<K, V>(size: number): Recent<K, V> {
  const entries = new Map<K, V>();
  let newest: K | undefined;

  function use(key: K, value: V): void {
    entries.delete(key);
    entries.set(key, value);
    newest = key;
  }

  return {
    get(key) {
      const value = entries.get(key);
      // What is used again and again has its place already.
      if (value !== undefined && key !== newest) use(key, value);
      return value;
    },
    set(key, value) {
      use(key, value);
      if (entries.size <= size) return undefined;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
      return oldest;
    },
  };
}
