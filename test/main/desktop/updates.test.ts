import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createUpdates, type Updates } from '#main/desktop/updates.ts';
import type { Found, Updater } from '#main/desktop/updater.ts';
import { DesktopPreferences } from '#shared/model/desktop.ts';

const dayMs = 24 * 3_600_000;
const on = { lookForUpdates: true, updateFeed: 'https://feed.example/', mayDowngrade: false };

let preferences: DesktopPreferences;
let looks: { readonly feed: string; readonly mayDowngrade: boolean }[];
let answer: () => Promise<Found>;
let loads: number;
let stops: number;
let nowMs: number;
let updates: Updates;
let create: (byHand: string | null) => Updates;
beforeEach(() => {
  vi.useFakeTimers();
  preferences = DesktopPreferences.parse(on);
  looks = [];
  loads = 0;
  stops = 0;
  nowMs = 0;
  answer = () => Promise.resolve({ kind: 'current', version: '1.0.0' });
  const updater: Updater = {
    look(at) {
      looks.push(at);
      return answer();
    },
    stop() {
      stops++;
      return Promise.resolve();
    },
    install: () => undefined,
  };
  create = (byHand) =>
    createUpdates({
      byHand,
      version: '1.0.0',
      log: { debug() {}, info() {}, error() {} },
      tick: () => nowMs,
      preferences: () => preferences,
      load: () => {
        loads++;
        return Promise.resolve(updater);
      },
    });
  updates = create(null);
});
afterEach(() => {
  vi.useRealTimers();
});

const settled = () => vi.advanceTimersByTimeAsync(0);
const newer = (version: string, fetched: Promise<void> = Promise.resolve()): Found => ({
  kind: 'newer',
  version,
  fetched,
});

describe('looking for updates', () => {
  it('asks nobody, and loads nothing, unless a person wants it and says where', async () => {
    for (const wanted of [{}, { updateFeed: on.updateFeed }, { lookForUpdates: true }]) {
      preferences = DesktopPreferences.parse(wanted);
      updates.follow();
      expect(await updates.look()).toMatchObject({ kind: 'off' });
    }
    await vi.advanceTimersByTimeAsync(3 * dayMs);
    expect([looks, loads]).toEqual([[], 0]);
  });

  it('looks at the start, each day, and when it woke after a day', async () => {
    updates.follow();
    await settled();
    expect(looks).toEqual([{ feed: on.updateFeed, mayDowngrade: false }]);
    await vi.advanceTimersByTimeAsync(dayMs);
    expect(looks).toHaveLength(2);
    updates.follow();
    expect(looks).toHaveLength(2);
    nowMs = dayMs;
    updates.follow();
    expect(looks).toHaveLength(3);
  });

  it('tells once of a version that is ready, and hands on the wish to install it', async () => {
    const told: string[] = [];
    updates.listen({ ready: (version) => told.push(version), install: () => told.push('install') });
    expect(updates.ask()).toMatchObject({ ok: false, problem: { code: 'update_not_ready' } });
    answer = () => Promise.resolve(newer('1.1.0'));
    updates.follow();
    await settled();
    expect(updates.state()).toEqual({ kind: 'ready', version: '1.0.0', found: '1.1.0', failure: null });
    await vi.advanceTimersByTimeAsync(2 * dayMs);
    expect(looks).toHaveLength(1);
    expect(updates.ask()).toMatchObject({ ok: true });
    expect(told).toEqual(['1.1.0', 'install']);
  });

  it('says why a restart cannot install what is ready, and installs nothing', async () => {
    updates = create('Quit Hookline, install it by hand.');
    const told: string[] = [];
    updates.listen({ ready: (version) => told.push(version), install: () => told.push('install') });
    answer = () => Promise.resolve(newer('1.1.0'));
    updates.follow();
    await settled();
    const state = {
      kind: 'byHand',
      version: '1.0.0',
      found: '1.1.0',
      failure: 'Quit Hookline, install it by hand.',
    };
    expect(updates.state()).toEqual(state);
    expect(updates.ask()).toMatchObject({ ok: false, problem: { code: 'update_not_ready' } });
    await vi.advanceTimersByTimeAsync(2 * dayMs);
    expect([looks.length, ...told]).toEqual([1, '1.1.0']);
  });

  it('keeps nothing that comes of a feed that is no longer asked', async () => {
    const fetched = Promise.withResolvers<void>();
    answer = () => Promise.resolve(newer('6.6.6', fetched.promise));
    updates.follow();
    await settled();
    expect(updates.state()).toMatchObject({ kind: 'fetching', found: '6.6.6' });
    answer = () => Promise.resolve({ kind: 'older', version: '0.9.0' });
    preferences = { ...preferences, updateFeed: 'https://other.example/' };
    updates.follow();
    fetched.resolve();
    await settled();
    expect(updates.state()).toMatchObject({ kind: 'older', found: '0.9.0' });
    expect(stops).toBe(0);
    preferences = { ...preferences, lookForUpdates: false };
    updates.follow();
    expect(updates.state()).toMatchObject({ kind: 'off' });
    expect(stops).toBe(1);
  });

  it('says why it failed, and looks again the next day', async () => {
    answer = () => Promise.reject(new Error('The address of updates does not answer as one: no route.'));
    updates.follow();
    await settled();
    expect(updates.state()).toMatchObject({
      kind: 'failed',
      failure: expect.stringMatching(/no route\.$/) as string,
    });
    answer = () => Promise.resolve(newer('1.1.0', Promise.reject(new Error('Version 1.1.0 is damaged.'))));
    await vi.advanceTimersByTimeAsync(dayMs);
    expect(updates.state()).toMatchObject({
      kind: 'failed',
      found: '1.1.0',
      failure: 'Version 1.1.0 is damaged.',
    });
  });
});

it.each([
  ['https://updates.example.com/hookline/', true],
  ['https://127.0.0.1:8443', true],
  ['http://updates.example.com/', false],
  ['https://user:word@updates.example.com/', false],
  ['https://updates.example.com/?token=1', false],
  ['https://updates.example.com/#a', false],
  ['file:///etc', false],
  ['', false],
])('an address of updates may be %s: %s', (updateFeed, may) => {
  expect(DesktopPreferences.safeParse({ updateFeed }).success).toBe(may);
});
