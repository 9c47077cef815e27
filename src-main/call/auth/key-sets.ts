// The keys that issuers of tokens publish (JWKS), kept for all triggers and fetched no oftener than needed.
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';

/** A key that an issuer took out is let in no longer than this. */
const maxAgeMs = 10 * 60_000;
/** Whoever makes up names of keys, or an address that is down, is not followed oftener. */
const minIntervalMs = 30_000;

export interface KeySets {
  /**
   * The keys at an address: fetched where they are too old, and the old ones where that fails. `unlike`: a set that
   * lacks a key, so that a newer one is wanted. Null where there never were any.
   */
  at(address: string, unlike?: JSONWebKeySet): Promise<JSONWebKeySet | null>;
}

interface Known {
  keys: JSONWebKeySet | null;
  fetchedMs: number;
  triedMs: number;
  pending: Promise<void> | null;
}

const Published = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(100) });

/** As logs and calls may show it: what stands in the query may be a secret. */
export function shownAddress(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}

export function createKeySets(deps: {
  /** Rejects with why it cannot. */
  fetch(address: string): Promise<unknown>;
  report(what: string, error: unknown): void;
  tick(): number;
}): KeySets {
  const sets = new Map<string, Known>();

  async function fetchInto(known: Known, address: string): Promise<void> {
    known.triedMs = deps.tick();
    try {
      known.keys = Published.parse(await deps.fetch(address));
      known.fetchedMs = deps.tick();
    } catch (error) {
      deps.report(`the keys at ${shownAddress(address)} cannot be fetched`, error);
    }
    known.pending = null;
  }

  return {
    async at(address, unlike) {
      let known = sets.get(address);
      if (known === undefined) {
        known = { keys: null, fetchedMs: -Infinity, triedMs: -Infinity, pending: null };
        sets.set(address, known);
      }
      const now = deps.tick();
      const isOld = now - known.fetchedMs >= maxAgeMs || (unlike !== undefined && known.keys === unlike);
      if (isOld && known.pending === null && now - known.triedMs >= minIntervalMs) {
        known.pending = fetchInto(known, address);
      }
      if (isOld && known.pending !== null) await known.pending;
      return known.keys;
    },
  };
}
