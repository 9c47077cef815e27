// The data key of this life: opened at start, changed while in use. Everything that is sealed goes through here.
import { randomBytes } from 'node:crypto';
import type { OuterKey } from '#main/host.ts';
import { createTurns } from '#main/in-turn.ts';
import type { ConfigStore, KeptDataKey, SealedRow } from '#main/ports/config-store.ts';
import type { DataKeyStatus } from '#shared/model/data-key.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { type BodyBox, createBodyBox } from './body-box.ts';
import { keyBytes } from './outer-key.ts';
import { createSecretBox, type SecretBox } from './secret-box.ts';

export interface Vault extends SecretBox {
  status(): DataKeyStatus;
  /** What seals bodies, whatever becomes of the data key; null where that is lost. */
  bodies(): BodyBox | null;
  /**
   * Opens the data key; makes one at the first start. Where none opens, it is lost until somebody decides, or it is asked for
   * once more with other keys.
   */
  unlock(by: readonly OuterKey[]): Promise<void>;
  /** Problems: `data_key_lost`. */
  rotate(): Promise<Result<{ readonly resealed: number }>>;
  /** Problems: `data_key_present`. */
  renew(): Promise<Result<{ readonly dropped: number }>>;
  /** Called in the turn in which the key changes, with what is sealed anew under the new one. */
  onChanged(then: (rows: readonly SealedRow[]) => void): void;
}

/** Nothing can be sealed or opened: the data key is lost. */
export class DataKeyLost extends Error {
  override readonly name = 'DataKeyLost';
}

type Config = Pick<ConfigStore, 'secrets' | 'dataKey' | 'sealedRows' | 'changeDataKey'>;
type Box = ReturnType<typeof createSecretBox>;

/** What a sealed value belongs to, as it was told when it was sealed. */
export const ownerOf: Readonly<Record<SealedRow['table'], (id: string) => string>> = {
  secrets: (id) => id,
  certificates: (id) => `certificate ${id}`,
  environment: (name) => `environment ${name}`,
  connections: (name) => `connection ${name}`,
};

export function createVault(config: Config, outerKeys: readonly OuterKey[]): Vault {
  let opened: Opened | null = null;
  let outer = firstOf(outerKeys);
  const followers: ((rows: readonly SealedRow[]) => void)[] = [];
  const inTurn = createTurns();

  async function takeUp(next: Opened, by: OuterKey, rows: readonly SealedRow[]): Promise<void> {
    opened = next;
    outer = by;
    for (const follow of followers) follow(rows);
    await by.inUse?.();
  }

  function inBox(): Box {
    if (opened !== null) return opened.box;
    throw new DataKeyLost('The data key is lost, so that secrets can neither be kept nor read.');
  }

  /** A new data key for all that is sealed; again where something was sealed meanwhile. */
  async function reseal(from: Box, by: OuterKey, digestFrom: Uint8Array): Promise<number> {
    await by.keep?.();
    for (;;) {
      const made = newDataKey(by, digestFrom);
      const rows = (await config.sealedRows()).map((row) => ({
        from: row,
        to: sealedAnew(row, from, made.box),
      }));
      if (!(await config.changeDataKey({ dataKey: made.kept, rows, others: 'refuse' }))) continue;
      const sealed = rows.map(({ to }) => to);
      await takeUp(made, by, sealed);
      return rows.length;
    }
  }

  async function openBy(outerKeys: readonly OuterKey[]): Promise<void> {
    const first = firstOf(outerKeys);
    const kept = await config.dataKey();
    if (kept === null) {
      // A first start, or values that an earlier version sealed under the outer key itself.
      const rows = await config.sealedRows();
      const old = outerKeys.find(({ key }) => canOpen(createSecretBox(key), rows));
      if (old === undefined) return;
      await reseal(createSecretBox(old.key), first, rows.length === 0 ? randomBytes(keyBytes) : old.key);
      return;
    }
    const found = outerKeys.flatMap((by) => {
      const keys = unwrap(kept, by);
      return keys === null ? [] : [{ by, ...keys }];
    })[0];
    if (found === undefined) return;
    // Unless a better place for the key was given since: from then on it is wrapped by that. What a rotation that was cut off
    // was about to put in place is of the same file.
    if (found.by.place !== first.place) return void (await reseal(found.box, first, found.digestKey));
    await found.by.keep?.();
    if (opened === null) return takeUp(found, found.by, await config.sealedRows());
    // It is the one that is open, in another place now.
    outer = found.by;
    await outer.inUse?.();
  }

  return {
    digest: (text) => inBox().digest(text),
    seal: (text, owner) => inBox().seal(text, owner),
    open: (sealed, owner) => inBox().open(sealed, owner),
    bodies: () => opened?.bodies ?? null,
    status: () => ({
      kind: outer.kind,
      place: outer.place,
      isLost: opened === null,
      isLocked: opened === null && outer.isLocked === true,
      why: opened === null ? (outer.missing ?? `${outer.place} does not open it.`) : null,
    }),
    onChanged: (then) => void followers.push(then),

    unlock: (by) => inTurn(() => openBy(by)),

    rotate: () =>
      inTurn(async () => {
        if (opened === null) return refuse(problem('data_key_lost'));
        return ok({ resealed: await reseal(opened.box, (await outer.renew?.()) ?? outer, opened.digestKey) });
      }),

    renew: () =>
      inTurn(async () => {
        if (opened !== null) return refuse(problem('data_key_present'));
        await outer.keep?.();
        const made = newDataKey(outer, randomBytes(keyBytes));
        const dropped = (await config.secrets()).length;
        await config.changeDataKey({ dataKey: made.kept, rows: [], others: 'remove' });
        await takeUp(made, outer, []);
        return ok({ dropped });
      }),
  };
}

function firstOf(outerKeys: readonly OuterKey[]): OuterKey {
  const [first] = outerKeys;
  if (first === undefined) throw new Error('There is no key that the data key could be wrapped by.');
  return first;
}

const wrapOwner = 'data key';

interface Opened {
  readonly box: Box;
  readonly digestKey: Uint8Array;
  readonly bodies: BodyBox;
}

function newDataKey(
  { key: outerKey }: OuterKey,
  digestKey: Uint8Array,
): Opened & { readonly kept: KeptDataKey } {
  const dataKey = randomBytes(keyBytes);
  const box = createSecretBox(dataKey, digestKey);
  const both = Buffer.concat([dataKey, digestKey]).toString('base64');
  const wrapped = createSecretBox(outerKey).seal(both, wrapOwner);
  return { kept: { id: box.id, wrapped }, box, digestKey, bodies: createBodyBox(digestKey) };
}

function unwrap({ wrapped }: KeptDataKey, { key }: OuterKey): Opened | null {
  try {
    const both = Buffer.from(createSecretBox(key).open(wrapped, wrapOwner), 'base64');
    const digestKey = both.subarray(keyBytes);
    const box = createSecretBox(both.subarray(0, keyBytes), digestKey);
    return { box, digestKey, bodies: createBodyBox(digestKey) };
  } catch {
    return null;
  }
}

function canOpen(box: Box, rows: readonly SealedRow[]): boolean {
  try {
    for (const { table, id, sealed } of rows) box.open(sealed, ownerOf[table](id));
    return true;
  } catch {
    return false;
  }
}

function sealedAnew(row: SealedRow, from: Box, to: Box): SealedRow {
  const owner = ownerOf[row.table](row.id);
  return { ...row, sealed: to.seal(from.open(row.sealed, owner), owner) };
}
