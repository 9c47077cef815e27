import type { Consumer } from '#shared/model/consumer.ts';

/** The consumers of the installation, in memory. */
export interface Consumers {
  get(id: string): Consumer | undefined;
  /** By its id, or by its label. */
  find(name: string): Consumer | undefined;
  /** By label. */
  all(): readonly Consumer[];
  put(consumer: Consumer): void;
  remove(id: string): void;
}

export function createConsumers(known: readonly Consumer[] = []): Consumers {
  const byId = new Map(known.map((consumer) => [consumer.id, consumer]));
  const all = () => [...byId.values()].sort((a, b) => a.label.localeCompare(b.label));
  return {
    get: (id) => byId.get(id),
    find: (name) => byId.get(name) ?? all().find(({ label }) => label === name),
    all,
    put: (consumer) => void byId.set(consumer.id, consumer),
    remove: (id) => void byId.delete(id),
  };
}
