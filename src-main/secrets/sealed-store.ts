import type { Store } from '#main/ports/store.ts';
import { sealBlobs } from './sealed-blobs.ts';
import { sealCalls, type Sealing } from './sealed-calls.ts';

/** The store, with what nobody may see sealed on its way there. */
export function sealStore(store: Store, sealing: Sealing): Store {
  return {
    ...store,
    calls: sealCalls(store.calls, sealing),
    blobs: sealBlobs(store.blobs, sealing.bodies),
    // These change while it runs.
    get recovery() {
      return store.recovery;
    },
    get damage() {
      return store.damage;
    },
    get warning() {
      return store.warning;
    },
  };
}
