/** A map that remembers the `size` entries used last. */
export interface Recent<K, V> {
  get(key: K): V | undefined;
  /** Gives the key that had to go, where one had to. */
  set(key: K, value: V): K | undefined;
}

export function createRecent<K, V>(size: number): Recent<K, V> {
  const entries = new Map<K, V>();
  return {
    get(key) {
      const value = entries.get(key);
      if (value !== undefined) {
        entries.delete(key);
        entries.set(key, value);
      }
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size <= size) return undefined;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
      return oldest;
    },
  };
}
