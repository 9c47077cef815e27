// When certificates are made anew, and with what: over days that pass at once.
import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSecretBox } from '#main/secrets/secret-box.ts';
import type { Store } from '#main/ports/store.ts';
import { type CertificateDeps, type Certificates, createCertificates } from '#main/tls/certificates.ts';
import { currentLocal } from '#main/tls/local-authority.ts';
import { isIssuedBy } from '#main/tls/order-chain.ts';
import type { CertificateOrder, OrderCertificate } from '#main/tls/order-certificate.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import { authority, issue } from '#test/support/certificates.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { openStore } from '#test/support/store.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const start = Date.now();

/** Waits for it as long as a busy machine may need. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });

describe('the certificate made by Hookline', () => {
  const names = ['localhost', '127.0.0.1', '::1', 'box.lan'];
  const local = (kept: Parameters<typeof currentLocal>[0], days: number, wanted: readonly string[] = names) =>
    currentLocal(kept, wanted, { machine: 'box', now: start + days * dayMs });
  const none = { authority: null, leaf: null };

  test('is for all names of the machine, and stays until the last third of its life', async () => {
    const first = await local(none, 0);
    const leaf = new X509Certificate(first.leaf.certificate);
    expect(names.map((name) => leaf.checkHost(name) ?? leaf.checkIP(name) ?? null)).not.toContain(null);
    expect(leaf.ca).toBe(false);
    expect(await local(first, 59)).toEqual(first);
    const renewed = await local(first, 61);
    expect(renewed.authority).toBe(first.authority);
    expect(renewed.leaf).not.toEqual(first.leaf);
  });

  test('is made anew for a new name, after a long sleep, and where the clock was wrong', async () => {
    const first = await local(none, 0);
    for (const [days, wanted] of [
      [1, [...names, 'new.lan']],
      [400, names],
      [-30, names],
    ] as const) {
      const { leaf } = await local(first, days, wanted);
      expect(leaf).not.toEqual(first.leaf);
      const { validFrom, validTo } = new X509Certificate(leaf.certificate);
      const now = start + days * dayMs;
      expect(Date.parse(validFrom) < now && now < Date.parse(validTo)).toBe(true);
    }
    expect(await local(first, 1, names.slice(0, 2))).toEqual(first);
  });

  test('is trusted by who trusts the authority of before, after that was made anew with its key', async () => {
    const first = await local(none, 0);
    const before = new X509Certificate(first.authority.certificate);
    const later = await local(first, 3_000);
    const after = new X509Certificate(later.authority.certificate);
    expect(after.fingerprint256).not.toBe(before.fingerprint256);
    expect(Date.parse(after.validTo)).toBeGreaterThan(Date.parse(before.validTo));
    const leaf = new X509Certificate(later.leaf.certificate);
    expect([isIssuedBy(leaf, before), isIssuedBy(leaf, after)]).toEqual([true, true]);
  });
});

describe('a certificate by ACME', () => {
  let folder: string;
  let store: Store;
  let now: number;
  let orders: CertificateOrder[];
  let isRefused: boolean;
  /** What the issuer waits for before it answers. */
  let held: Promise<void>;
  /** Each look at the certificates asks for the names of the machine. */
  let looks: number;
  let alarms: Map<string, string>;
  const open: Certificates[] = [];

  beforeEach(async () => {
    [now, orders, isRefused, alarms] = [start, [], false, new Map()];
    [held, looks] = [Promise.resolve(), 0];
    folder = await newFolder();
    store = await openStore(folder);
  });
  afterEach(async () => {
    for (const each of open.splice(0)) each.close();
    await store.close();
    await dropFolder(folder);
  });

  /** An issuer that gives ninety days, or nothing. */
  const order: OrderCertificate = async (asked) => {
    orders.push(asked);
    await held;
    if (isRefused) return refuse(problem('certificate_not_issued', { detail: 'The issuer is away.' }));
    const passed = (now - start) / dayMs;
    const root = await authority('Issuer');
    const made = await issue({
      name: 'a',
      names: asked.names,
      by: root,
      fromDays: passed - 1,
      toDays: passed + 90,
    });
    return ok({ certificate: made.certificate, key: made.key, accountKey: asked.accountKey ?? 'the key' });
  };

  function certificates(): Certificates {
    const deps: CertificateDeps = {
      store: store.config,
      box: createSecretBox(new Uint8Array(32).fill(7)),
      machine: 'box',
      localNames() {
        looks++;
        return ['localhost'];
      },
      publicHost: () => null,
      raise: (code, text) => void (text === null ? alarms.delete(code) : alarms.set(code, text)),
      onChanged() {},
      report: (what, error) => expect.unreachable(`${what}: ${String(error)}`),
      now: () => now,
      order,
      lookEveryMs: 10,
    };
    const made = createCertificates(deps);
    open.push(made);
    return made;
  }

  test('is renewed in the last third of its life, by the same account', async () => {
    const all = certificates();
    await all.begin();
    await all.add({
      kind: 'acme',
      names: ['a.example'],
      email: null,
      directoryUrl: 'https://issuer.example/',
      issuerAuthority: null,
    });
    now += 59 * dayMs;
    await all.begin();
    expect(orders).toHaveLength(1);
    now += 2 * dayMs;
    await soon(() => orders.length).toBe(2);
    expect(orders.map(({ accountKey }) => accountKey)).toEqual([null, 'the key']);
    await soon(
      async () => (await all.list()).find(({ kind }) => kind === 'acme')?.facts?.daysLeft,
    ).toBeGreaterThan(80);
    expect(alarms.size).toBe(0);
  });

  test('that is not renewed stays in use with an alarm, and is asked for again after growing pauses', async () => {
    const all = certificates();
    await all.begin();
    await all.add({
      kind: 'acme',
      names: ['a.example'],
      email: null,
      directoryUrl: 'https://issuer.example/',
      issuerAuthority: null,
    });
    isRefused = true;
    now += 61 * dayMs;
    await soon(() => alarms.get('certificate_broken')).toContain('The issuer is away.');
    expect((await all.list())[0]?.facts?.daysLeft).toBeLessThan(30);
    const hours = async (more: number): Promise<number> => {
      now += more * (dayMs / 24);
      const before = looks;
      await soon(() => looks).toBeGreaterThan(before + 2);
      return orders.length;
    };
    expect(await hours(0.5)).toBe(2);
    await hours(0.6);
    await soon(() => orders.length).toBe(3);
    expect(await hours(1.5)).toBe(3);
    await hours(0.6);
    await soon(() => orders.length).toBe(4);
    isRefused = false;
    await hours(12);
    await soon(() => orders.length).toBe(5);
    await soon(() => alarms.size).toBe(0);
  });

  test('that the issuer is slow to give holds up nobody who switches HTTPS on or looks', async () => {
    const all = certificates();
    await all.begin();
    const release = Promise.withResolvers<void>();
    held = release.promise;
    const added = all.add({
      kind: 'acme',
      names: ['a.example'],
      email: null,
      directoryUrl: 'https://issuer.example/',
      issuerAuthority: null,
    });
    await soon(() => orders.length).toBe(1);
    await all.begin();
    const { pem } = await all.authority();
    expect(pem).toContain('BEGIN CERTIFICATE');
    expect((await all.list()).map(({ kind }) => kind)).toEqual(['made']);
    release.resolve();
    expect(await added).toMatchObject({ ok: true });

    // The same when it is renewed.
    const again = Promise.withResolvers<void>();
    held = again.promise;
    now += 61 * dayMs;
    await soon(() => orders.length).toBe(2);
    await all.begin();
    expect((await all.list())[0]?.facts?.daysLeft).toBeLessThan(30);
    again.resolve();
    await soon(async () => (await all.list())[0]?.facts?.daysLeft).toBeGreaterThan(80);
  });

  test('is there after a restart without a new order', async () => {
    const first = certificates();
    await first.add({
      kind: 'acme',
      names: ['a.example'],
      email: null,
      directoryUrl: 'https://issuer.example/',
      issuerAuthority: null,
    });
    const again = certificates();
    await again.begin();
    expect(await again.list()).toEqual(expect.arrayContaining(await first.list()));
    expect(orders).toHaveLength(1);
  });
});
