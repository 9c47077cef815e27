// Certificates while the data key is opened late: at the worst moments of whoever reads or changes them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '#main/ports/store.ts';
import { createSecretBox, type SecretBox } from '#main/secrets/secret-box.ts';
import { DataKeyLost } from '#main/secrets/vault.ts';
import { type CertificateDeps, type Certificates, createCertificates } from '#main/tls/certificates.ts';
import type { CertificateDraft } from '#shared/model/certificate.ts';
import { issue } from '#test/support/certificates.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { openStore } from '#test/support/store.ts';

let folder: string;
let store: Store;
let isOpen: boolean;
let reports: string[];
const open: Certificates[] = [];

beforeEach(async () => {
  [isOpen, reports] = [true, []];
  folder = await newFolder();
  store = await openStore(folder);
});
afterEach(async () => {
  for (const each of open.splice(0)) each.close();
  await store.close();
  await dropFolder(folder);
});

const whole = createSecretBox(new Uint8Array(32).fill(7));
function opened(): SecretBox {
  if (!isOpen) throw new DataKeyLost('It is locked.');
  return whole;
}
const box: SecretBox = {
  digest: (text) => opened().digest(text),
  seal: (text, owner) => opened().seal(text, owner),
  open: (sealed, owner) => opened().open(sealed, owner),
};

function certificates(
  now: () => number = Date.now,
  on: Partial<CertificateDeps['store']> = {},
): Certificates {
  const { config } = store;
  const made = createCertificates({
    store: {
      certificates: config.certificates,
      putCertificates: config.putCertificates,
      removeCertificate: config.removeCertificate,
      ...on,
    },
    box,
    machine: 'box',
    localNames: () => ['localhost'],
    publicHost: () => null,
    raise() {},
    onChanged() {},
    report: (what) => reports.push(what),
    now,
    lookEveryMs: 10,
  });
  open.push(made);
  return made;
}

/** Waits for it as long as a busy machine may need. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });

const shown = (all: Certificates) => String(all.fallback.cert);

test.each(['begin', 'authority'] as const)(
  'the authority that callers have installed stays, where the key is opened after it was looked for (%s)',
  async (act) => {
    const before = certificates();
    await before.begin();
    const { fingerprint256 } = await before.authority();
    const leaf = shown(before);
    before.close();

    isOpen = false;
    // What time it is is asked when it was looked for and is to be made.
    const late = certificates(() => {
      isOpen = true;
      return Date.now();
    });
    await late[act]().catch((error: unknown) => expect(error).toBeInstanceOf(DataKeyLost));
    isOpen = true;
    expect((await late.authority()).fingerprint256).toBe(fingerprint256);
    await late.begin();
    await soon(() => shown(late)).toBe(leaf);
  },
);

test('certificates are back although they could not be read once when the key was opened', async () => {
  const before = certificates();
  const { certificate, key } = await issue({ name: 'host', names: ['hooks.example.com'] });
  const [pem, of] = [Buffer.from(certificate).toString('base64'), Buffer.from(key).toString('base64')];
  await before.add({ kind: 'uploaded', certificate: pem, key: of, passphrase: null });

  isOpen = false;
  let left = 0;
  const late = certificates(Date.now, {
    certificates() {
      if (isOpen && left-- > 0) throw new Error('The disk is busy.');
      return store.config.certificates();
    },
  });
  await late.begin();
  expect(late.names()).not.toContain('hooks.example.com');
  [isOpen, left] = [true, 1];
  await soon(() => reports).toEqual(['the certificates cannot be read']);
  await soon(() => late.names()).toContain('hooks.example.com');
});

/** Certificates that are read anew because the key is opened, around a change of what is kept. */
function readAnew() {
  const [reads, isHeld] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const certificatesNow: CertificateDeps['store']['certificates'] = async () => {
    const isFirst = isOpen;
    const kept = await store.config.certificates();
    if (isFirst) {
      reads.resolve();
      await isHeld.promise;
    }
    return kept;
  };
  /** `isAfter`: they are read after the change, else before it; in both cases it takes longer than the change. */
  const around = async (change: () => Promise<void>, isAfter: boolean) => {
    if (isAfter) await change();
    isOpen = true;
    await reads.promise;
    if (!isAfter) await change();
    setImmediate(isHeld.resolve);
  };
  return { certificates: certificatesNow, around };
}

/** Without a passphrase there is nothing to seal, so that it can be added while the key is locked. */
async function files(): Promise<CertificateDraft> {
  const { certificate, key } = await issue({ name: 'host', names: ['hooks.example.com'] });
  const certificateFile = join(folder, 'host.pem');
  await writeFile(certificateFile, certificate + key);
  return { kind: 'files', certificateFile, keyFile: null, passphrase: null };
}

/** When whatever was under way is done. */
async function ownOf(all: Certificates): Promise<string[]> {
  await all.begin();
  return (await all.list()).flatMap(({ kind, id }) => (kind === 'made' ? [] : [id]));
}

describe.each([
  ['before', false],
  ['after', true],
] as const)('where certificates are read anew %s a change of them', (_when, isAfter) => {
  test('an added one is there, once', async () => {
    const { around, certificates: read } = readAnew();
    const all = certificates(Date.now, {
      certificates: read,
      putCertificates: (kept) => around(() => store.config.putCertificates(kept), isAfter),
    });
    isOpen = false;
    await all.begin();
    const added = await all.add(await files());
    expect(await ownOf(all)).toEqual(added.ok ? [added.value.id] : added.problem);
    expect(all.names()).toContain('hooks.example.com');
  });

  test('a removed one is shown to nobody', async () => {
    const { around, certificates: read } = readAnew();
    const all = certificates(Date.now, {
      certificates: read,
      removeCertificate: (id) => around(() => store.config.removeCertificate(id), isAfter),
    });
    isOpen = false;
    await all.begin();
    const added = await all.add(await files());
    if (!added.ok) throw new Error(added.problem.detail);
    expect(all.names()).toContain('hooks.example.com');
    expect(await all.remove(added.value.id)).toMatchObject({ ok: true });
    expect(await ownOf(all)).toEqual([]);
    expect(all.names()).not.toContain('hooks.example.com');
  });
});
