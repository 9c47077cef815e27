// The composition root: every part is built here, once and in order, and closed in reverse. Both shells call
// it and differ in nothing else.
import { answerCalls } from './answer-calls.ts';
import { type Alarms, createAlarms } from './upkeep/alarms.ts';
import { createCallDeps } from './call-deps.ts';
import { createHidden } from './call/capture.ts';
import { createJournal } from './call/journal.ts';
import { fetchKeySet } from './fetch-key-set.ts';
import { createKeyUse } from './call/key-use.ts';
import { openBody } from './capability/find-body.ts';
import { createRouter } from './capability/index.ts';
import { hideValues } from './hide-values.ts';
import type { Host } from './host.ts';
import { hostStatus } from './host-status.ts';
import { keepSecrets } from './keep-secrets.ts';
import { loadOf } from './load-of.ts';
import { createSettingsDesk } from './settings-desk.ts';
import { createLanes } from './lane/lanes.ts';
import { createExposure } from './exposure.ts';
import { conditionsOf } from './conditions-of.ts';
import { networkRules } from './network-rules.ts';
import { createExamine } from './upkeep/doctor/examine.ts';
import { createBodyBudget } from './webhook/body-budget.ts';
import { createNewId } from './webhook/new-id.ts';
import { createHousekeeping } from './upkeep/housekeeping.ts';
import { boundsOf } from './upkeep/retention.ts';
import { createReplays } from './replay/replays.ts';
import { createRunPools } from './run-pools.ts';
import { openData, type Data } from './upkeep/open-data.ts';
import { type RecentLog, rememberLines } from './recent-log.ts';
import type { ComposeOptions, Runtime } from './runtime.ts';
import { createRecover } from './upkeep/recover.ts';
import { crashLoopText, logStart } from './upkeep/log-start.ts';
import { takeOverLanes } from './take-over-lanes.ts';
import { announceTo, tellPeople } from './tell-people.ts';
import { type ListenerStatus, Settings } from '#shared/model/setting.ts';
import { ok, type Result } from '#shared/result.ts';

/** Problems: those of `createStore`, and `port_taken`, `port_forbidden`, `listener_down`. */
export async function compose(given: Host, options: ComposeOptions = {}): Promise<Result<Runtime>> {
  const host = { ...given, log: rememberLines(given.log, () => Date.now()) };
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
  readonly host: Host & { readonly log: RecentLog };
  readonly options: ComposeOptions;
  /** What to do when the disk fills up, or has room again. */
  onRoom(then: () => void): void;
}

async function composeOver(data: Data, { alarms, host, options, onRoom }: Around): Promise<Result<Runtime>> {
  const { serve = true, drainMs = 10_000 } = options;
  const { lost } = data;
  const { dataFolder: folder } = host;
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
    pools.follow(conditions());
    void data.setLimits(next.disk);
  }

  const admins: ListenerStatus[] = [];
  const conditions = () => conditionsOf(settings, admins, folder);

  const secrets = keepSecrets(data.store.config, host, {
    alarms,
    fetchKeySet: (address) => fetchKeySet(address, conditions().destinations),
    report,
    now,
    tick,
  });
  const { access, vault, keyring, consumers, registry, environment, missing, testKey, unlock } = secrets;
  const { versions, hiding, store } = hideValues(data.store, registry, vault);

  const journal = createJournal(tick);
  const pools = createRunPools({
    host,
    readBlob: store.blobs.read,
    registry,
    environment,
    conditions: conditions(),
  });
  const notifications = tellPeople({
    store,
    integrations: registry,
    consumers: consumers.all,
    environment,
    errand: pools.errand,
    digest: vault.digest,
    alarms,
    lanes: () => lanes,
    unwritten: () => callDeps.refusals.unwritten,
    status: () => status(),
    report,
    now,
  });
  const lanes = createLanes({
    calls: store.calls,
    run: pools.run,
    version: versions,
    missing,
    hideKey: (key) => `hidden-${vault.digest(key).slice(0, 22)}`,
    ...announceTo(journal, notifications),
    report,
    now,
    tick,
    random: Math.random,
  });
  let areExecutionsPaused = false;
  const setPaused = () => lanes.setPaused(!serve || areExecutionsPaused || data.isFull());
  const housekeeping = createHousekeeping({
    store,
    pictures: lanes.pictures,
    told: notifications.depths,
    bounds: () => boundsOf(settings.retention, registry.all()),
    isDiskLow: data.isLow,
    report,
    now,
    tick,
  });
  onRoom(() => {
    if (ending !== null || store.damage !== null) return;
    setPaused();
    void housekeeping.runNow();
  });

  let ending: Promise<void> | null = null;
  const bodies = createBodyBudget(() => settings.limits.bodyBytes);
  const keyUse = createKeyUse({ store: store.keyUse, report });
  const callDeps = createCallDeps({
    store,
    registry,
    lanes,
    journal,
    keyUse,
    run: pools.run,
    settings: () => settings,
    hidden: () => hidden,
    network: () => network,
    isDiskFull: data.isFull,
    canSeal: () => vault.bodies() !== null,
    isClosing: () => ending !== null,
    report,
    tick,
  });
  const newId = createNewId();
  const replays = createReplays({ ...callDeps, replays: store.replays, blobs: store.blobs, newId, now });
  const webhook = {
    ...answerCalls(callDeps, { isDamaged: () => store.damage !== null, received: journal.received }),
    proxies: () => network.proxies,
    blobs: store.blobs,
    bodies,
    newId,
    now,
    tick,
  };
  const exposure = createExposure({ webhook, store, box: vault, raise: alarms.set, report, now, options });

  const status = () =>
    hostStatus({ host, startedAt, exposure, admins, alarms, registry, consumers, store, now });

  const router = createRouter({
    store,
    registry,
    keyring,
    consumers,
    environment,
    lanes,
    journal,
    replays,
    notifications,
    access,
    certificates: exposure.certificates,
    vault,
    hiding,
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
    recentLines: host.log.recent,
    secretValues: () => [...keyring.values(), ...environment.toRun().secrets],
    recover: createRecover({ data, begin, log: host.log }),
    resumeExecutions() {
      areExecutionsPaused = false;
      alarms.set('executions_paused', null);
      setPaused();
    },
    host,
    // Read from disk when something is saved, which a start need not wait for.
    checkProgram: async (...of) => (await import('./run/check-program.ts')).checkProgram(...of),
    dryRuns: pools.dryRuns,
    testConnection: (connection) => pools.errand({ kind: 'test', connection }),
    testKey,
    now,
  });

  function close(withinMs = drainMs): Promise<void> {
    if (ending !== null) void lanes.drain(withinMs);
    return (ending ??= end(withinMs));
  }

  async function end(withinMs: number): Promise<void> {
    // Where nothing can be kept any more, there is only time to say so.
    const isLost = (await Promise.race([lost, Promise.resolve(null)])) !== null;
    await replays.close();
    const drained = lanes.drain(isLost ? 1_000 : withinMs);
    await Promise.all([drained, exposure.close(drained), housekeeping.close()]);
    await pools.close();
    await lanes.settled();
    await notifications.close();
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
      await takeOverLanes(store, { lanes, registry, environment, now });
    }
    if (store.damage === null) {
      const { interrupted, poisoned } = store.recovery;
      const rules = await store.config.notificationRules();
      await notifications.open(rules, { looks: serve, failed: interrupted + poisoned });
    }
    if (serve && store.damage === null) {
      housekeeping.start();
      await replays.resume();
    }
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
    load: loadOf({ ...callDeps, store, bodies, exposure, journal }),
    adminTls: exposure.adminTls,
    asTold: exposure.asTold,
    announceAdmin(listener) {
      admins.push(listener);
      pools.follow(conditions());
    },
    bodyOf: (id, of) => openBody(id, of, { store, hiding }),
    restored: store.restored,
    lost,
    close,
  });
}
