// The composition root: every part is built here, once and in order, and closed in reverse. Both shells call
// it and differ in nothing else.
import { answerCalls } from './answer-calls.ts';
import { type Alarms, createAlarms } from './upkeep/alarms.ts';
import { isLoopback } from './call/auth/none.ts';
import { createHidden } from './call/capture.ts';
import { createAnswerTimes } from './call/answer-times.ts';
import type { CallDeps } from './call/handle-call.ts';
import { createDoor } from './call/door.ts';
import { createJournal } from './call/journal.ts';
import { createWrongKeys } from './call/wrong-keys.ts';
import { fetchKeySet } from './fetch-key-set.ts';
import { createKeyUse } from './call/key-use.ts';
import { createRateLimits } from './call/rate-limits.ts';
import { createRefusals } from './call/refusals.ts';
import { asksOthers } from './call/registry.ts';
import { findBody } from './capability/calls.ts';
import { createRouter } from './capability/index.ts';
import type { Host } from './host.ts';
import { keepSecrets } from './keep-secrets.ts';
import { loadOf } from './load-of.ts';
import { createSettingsDesk } from './settings-desk.ts';
import { createLanes } from './lane/lanes.ts';
import { createExposure } from './exposure.ts';
import { networkRules } from './network-rules.ts';
import { createExamine } from './upkeep/doctor/examine.ts';
import { createVersions } from './call/versions.ts';
import { createBodyBudget } from './webhook/body-budget.ts';
import { createNewId } from './webhook/new-id.ts';
import { boundsOf, createRetention } from './upkeep/retention.ts';
import { createRunPool } from './run/pool.ts';
import { createAccessTokens } from './secrets/access-tokens.ts';
import { openData, type Data } from './upkeep/open-data.ts';
import type { ComposeOptions, Runtime } from './runtime.ts';
import { createRecover } from './upkeep/recover.ts';
import { keyAlarms } from './upkeep/key-alarms.ts';
import { crashLoopText, logStart } from './upkeep/log-start.ts';
import { takeOverLanes } from './take-over-lanes.ts';
import { type HostStatus, type ListenerStatus, Settings } from '#shared/model/setting.ts';
import { ok, type Result } from '#shared/result.ts';

/** Problems: those of `createStore`, and `port_taken`, `port_forbidden`, `listener_down`. */
export async function compose(host: Host, options: ComposeOptions = {}): Promise<Result<Runtime>> {
  const alarms = createAlarms(() => Date.now());
  let onRoom = () => {};
  const serves = options.serve ?? true;
  const opened = await openData(host, { alarms, serves, restore: options.restore, onRoom: () => onRoom() });
  if (!opened.ok) return opened;
  try {
    return await composeOver(opened.value, { alarms, host, options, onRoom: (then) => (onRoom = then) });
  } catch (error) {
    // What was kept cannot be read: the folder is let go, untouched.
    await opened.value.close();
    throw error;
  }
}

interface Around {
  readonly alarms: Alarms;
  readonly host: Host;
  readonly options: ComposeOptions;
  /** What to do when the disk fills up, or has room again. */
  onRoom(then: () => void): void;
}

async function composeOver(data: Data, { alarms, host, options, onRoom }: Around): Promise<Result<Runtime>> {
  const { serve = true, drainMs = 10_000 } = options;
  const { store, lost } = data;
  const { dataFolder: folder, face } = host;
  const now = () => Date.now();
  const tick = () => performance.now();
  const startedAt = new Date(now()).toISOString();
  const report = (what: string, error: unknown) =>
    host.log.error(what, { error: error instanceof Error ? error.message : String(error) });

  let settings = Settings.parse({});
  let hidden = createHidden(settings);
  let network = networkRules(settings);
  function follow(next: Settings): void {
    settings = next;
    hidden = createHidden(next);
    network = networkRules(next);
    run.follow(destinations());
    void data.setLimits(next.disk);
  }

  const admins: ListenerStatus[] = [];
  const destinations = () => ({
    privateAllowed: settings.network.privateDestinations,
    adminPorts: admins.map(({ port }) => port),
  });

  const access = createAccessTokens(store.config, now);
  const { vault, keyring, consumers, registry, testKey, unlock } = keepSecrets(store.config, host.outerKeys, {
    alarms,
    fetchKeySet: (address) => fetchKeySet(address, destinations()),
    report,
    now,
    tick,
  });

  const journal = createJournal(tick);
  const run = createRunPool({
    workerUrl: host.workers.run,
    readBlob: store.blobs.read,
    asksOthers: () => asksOthers(registry),
    destinations: destinations(),
    log: host.log,
  });
  const versions = createVersions(registry, store.config);
  const announce = journal.changed;
  const lanes = createLanes({
    calls: store.calls,
    run,
    version: versions,
    announce,
    announceStored: journal.stored,
    report,
    now,
    tick,
    random: Math.random,
  });
  let areExecutionsPaused = false;
  const setPaused = () => lanes.setPaused(!serve || areExecutionsPaused || data.isFull());
  const retention = createRetention({
    store,
    bounds: () => boundsOf(settings.retention, registry.all()),
    isDiskLow: data.isLow,
    report,
    tick,
  });
  onRoom(() => {
    if (closing || store.damage !== null) return;
    setPaused();
    void retention.runNow();
  });

  let closing = false;
  const refusals = createRefusals({
    calls: store.calls,
    hidden: () => hidden,
    refused: journal.stored,
    isOff: () => data.isFull() || store.damage !== null,
    report,
    tick,
  });
  const bodies = createBodyBudget(() => settings.limits.bodyBytes);
  const door = createDoor({
    backlog: store.backlog,
    limits: () => settings.limits,
    isDiskFull: data.isFull,
  });
  const keyUse = createKeyUse({ store: store.keyUse, report });
  const callDeps: CallDeps = {
    registry,
    door,
    lanes,
    refusals,
    wrongKeys: createWrongKeys({
      tick,
      isExempt: (address) => isLoopback(address) || network.proxies?.has(address) === true,
    }),
    rateLimits: createRateLimits(tick),
    keyUse,
    calls: store.calls,
    answerTimes: createAnswerTimes({ calls: store.calls, report }),
    blobs: store.blobs,
    hidden: () => hidden,
    addressRules: () => network.callers,
    isClosing: () => closing,
    announce,
    report,
    tick,
  };
  const webhook = {
    ...answerCalls(callDeps, { isDamaged: () => store.damage !== null, received: journal.received }),
    proxies: () => network.proxies,
    blobs: store.blobs,
    bodies,
    newId: createNewId(),
    now,
    tick,
  };
  const exposure = createExposure({
    webhook,
    store,
    box: vault,
    raise: alarms.set,
    report,
    now,
    options,
  });

  function status(): HostStatus {
    const { listeners, ...bases } = exposure.status();
    return {
      version: host.version,
      face,
      dataFolder: folder,
      startedAt,
      ...bases,
      listeners: [...listeners, ...admins.slice(-1)],
      alarms: [...alarms.list(), ...keyAlarms(registry.all(), consumers.all(), now())],
      recovery: store.damage,
    };
  }

  const router = createRouter({
    store,
    registry,
    keyring,
    consumers,
    lanes,
    journal,
    access,
    certificates: exposure.certificates,
    vault,
    settings: createSettingsDesk({ exposure, store, current: () => settings, report, follow }),
    status,
    examine: createExamine({
      folder,
      serve,
      data,
      vault,
      exposure,
      status,
      settings: () => settings,
      now,
      tick,
    }),
    recover: createRecover({ data, begin, log: host.log }),
    resumeExecutions() {
      areExecutionsPaused = false;
      alarms.set('executions_paused', null);
      setPaused();
    },
    // Read from disk when something is saved, which a start need not wait for.
    checkProgram: async (program) => (await import('./run/check-program.ts')).checkProgram(program),
    testKey,
    now,
  });

  async function close(): Promise<void> {
    closing = true;
    // Where nothing can be kept any more, there is only time to say so.
    const isLost = (await Promise.race([lost, Promise.resolve(null)])) !== null;
    await Promise.all([lanes.drain(isLost ? 1_000 : drainMs), exposure.close(), retention.close()]);
    await run.close();
    await lanes.settled();
    await keyUse.close();
    await data.close();
  }

  /** Takes up what the store holds, and listens: at the start, and once more when damage has been put right. */
  async function begin(): Promise<Result<void>> {
    if (store.damage === null) {
      follow(await store.config.settings());
      areExecutionsPaused = store.recovery.isCrashLoop;
      setPaused();
      if (areExecutionsPaused) alarms.set('executions_paused', crashLoopText);
      access.add(await store.config.accessTokens());
      await unlock();
      for (const integration of await store.config.integrations()) registry.put(integration);
      await takeOverLanes(store, { lanes, registry, now });
    }
    if (serve && store.damage === null) retention.start();
    if (serve) logStart(host.log, store, vault.status());
    return exposure.open(settings);
  }

  const begun = await begin();
  if (!begun.ok) {
    await close();
    return begun;
  }
  return ok({
    router,
    access,
    status,
    load: loadOf({ store, door, bodies, exposure, journal, refusals }),
    adminTls: exposure.adminTls,
    asTold: exposure.asTold,
    announceAdmin(listener) {
      admins.push(listener);
      run.follow(destinations());
    },
    bodyOf: (id, of) => findBody(id, of, store),
    restored: store.restored,
    lost,
    close,
  });
}
