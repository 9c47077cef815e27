// The composition root: every part is built here, once and in order, and closed in reverse. Both shells call
// it and differ in nothing else.
import { isDeepStrictEqual } from 'node:util';
import { type Alarms, createAlarms } from './alarms.ts';
import { rememberDigests } from './call/auth/remember-digests.ts';
import { createHidden } from './call/capture.ts';
import { createAnswerTimes } from './call/answer-times.ts';
import { problemAnswer } from './call/answers.ts';
import { handleCall, type CallDeps } from './call/handle-call.ts';
import { handleStatus } from './call/handle-status.ts';
import { createDoor } from './call/door.ts';
import { createJournal } from './call/journal.ts';
import { createKeyring } from './call/keyring.ts';
import { createRateLimits } from './call/rate-limits.ts';
import { createRefusals } from './call/refusals.ts';
import { asksOthers, createRegistry } from './call/registry.ts';
import { findBody } from './capability/calls.ts';
import { createRouter, type Router } from './capability/index.ts';
import { makeKey } from './capability/prepare-save.ts';
import type { Host } from './host.ts';
import { createLanes } from './lane/lanes.ts';
import { createListeners, servedNames } from './listeners.ts';
import { createVersions } from './call/versions.ts';
import { createBodyBudget } from './webhook/body-budget.ts';
import { createNewId } from './new-id.ts';
import { boundsOf, createRetention } from './retention.ts';
import { createRunPool } from './run/pool.ts';
import { createSecretBox } from './secret-box.ts';
import { openData, type Data } from './open-data.ts';
import { takeOverLanes } from './take-over-lanes.ts';
import type { HostStatus, ListenerStatus } from '#shared/model/setting.ts';
import { ok, type Result } from '#shared/result.ts';

export interface ComposeOptions {
  /** `false`: neither listeners nor executions, for commands on a stopped installation. */
  readonly serve?: boolean;
  /** In place of the settings, for this life. */
  readonly http?: { readonly host?: string | undefined; readonly port?: number | undefined };
  /** How long running calls may take when the service ends; ten seconds by default. */
  readonly drainMs?: number;
}

/** What is on its way at this moment, beside the bounds of the settings. */
export interface Load {
  /** Of the bodies of calls that wait, or are on their way to disk. */
  readonly waitingBytes: number;
  readonly waitingCallers: number;
  /** Of the bodies that are being received. */
  readonly bodyBytes: number;
  /** How long the oldest call that is on its way to disk has been so. */
  readonly commitWaitMs: number;
  /** Refused calls that were too many to be written. */
  readonly unwrittenRefusals: number;
}

export interface Runtime {
  readonly router: Router;
  status(): HostStatus;
  load(): Load;
  /** The shell tells where its admin listener is. */
  announceAdmin(listener: ListenerStatus): void;
  /** The exact bytes of a request or an answer; null where there are none. */
  bodyOf(id: string, of: 'request' | 'response'): ReturnType<typeof findBody>;
  /** Resolves when nothing can be kept any more, so that the process must end. */
  readonly lost: Promise<Error>;
  /** Ends in order: no new calls, running ones finish within the grace time, everything is on disk. */
  close(): Promise<void>;
}

/** Problems: those of `createStore`, and `port_taken`, `port_forbidden`, `listener_down`. */
export async function compose(host: Host, options: ComposeOptions = {}): Promise<Result<Runtime>> {
  const alarms = createAlarms(() => Date.now());
  let onRoom = () => {};
  const serves = options.serve ?? true;
  const opened = await openData(host, { alarms, serves, onRoom: () => onRoom() });
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

  let settings = await store.config.settings();
  await data.setLimits(settings.disk);
  let hidden = createHidden(settings);
  let names = servedNames(settings.publicBaseUrl);

  const box = createSecretBox(host.dataKey);
  const keyring = createKeyring(box, await store.config.keys());
  const registry = createRegistry(keyring);
  for (const integration of await store.config.integrations()) registry.put(integration);

  const journal = createJournal(tick);
  const run = createRunPool({
    workerUrl: host.workers.run,
    readBlob: store.blobs.read,
    asksOthers: () => asksOthers(registry),
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
  const { recovery } = store;
  let areExecutionsPaused = recovery.isCrashLoop;
  const setPaused = () => lanes.setPaused(!serve || areExecutionsPaused || data.isFull());
  setPaused();
  if (areExecutionsPaused) alarms.set('executions_paused', crashLoopText);
  await takeOverLanes(store, { lanes, registry, now });

  const retention = createRetention({
    store,
    bounds: () => boundsOf(settings.retention, registry.all()),
    isDiskLow: data.isLow,
    report,
    tick,
  });
  onRoom(() => {
    if (closing) return;
    setPaused();
    void retention.runNow();
  });

  let closing = false;
  const testKey = makeKey();
  const auth = { digest: rememberDigests(box.digest), testDigest: box.digest(testKey) };
  const refusals = createRefusals({
    calls: store.calls,
    hidden: () => hidden,
    refused: journal.stored,
    isDiskFull: data.isFull,
    report,
    tick,
  });
  const bodies = createBodyBudget(() => settings.limits.bodyBytes);
  const door = createDoor({
    backlog: store.backlog,
    limits: () => settings.limits,
    isDiskFull: data.isFull,
  });
  const callDeps: CallDeps = {
    registry,
    door,
    lanes,
    refusals,
    auth,
    rateLimits: createRateLimits(tick),
    calls: store.calls,
    answerTimes: createAnswerTimes({ calls: store.calls, report }),
    blobs: store.blobs,
    hidden: () => hidden,
    isClosing: () => closing,
    announce,
    report,
    tick,
  };
  const listeners = createListeners({
    handle(call) {
      journal.received();
      return handleCall(call, callDeps);
    },
    handleStatus: (call, code, name, callId) => handleStatus(call, { code, name, callId }, callDeps),
    refuse(call, why) {
      journal.received();
      refusals.keep(call, why, null);
      return problemAnswer(call, why);
    },
    allow: (code, name) => registry.find(code, name)?.integration.trigger.methods ?? null,
    allowedHosts: () => names,
    blobs: store.blobs,
    bodies,
    newId: createNewId(),
    now,
    tick,
  });

  let admin: ListenerStatus | null = null;
  function status(): HostStatus {
    const http = listeners.status();
    return {
      version: host.version,
      face,
      dataFolder: folder,
      startedAt,
      listeners: admin === null ? http : [...http, admin],
      httpBaseUrl: settings.publicBaseUrl ?? http[0]?.url ?? '',
      httpsBaseUrl: settings.publicBaseUrl?.startsWith('https:') === true ? settings.publicBaseUrl : null,
      alarms: alarms.list(),
      recovery: null,
    };
  }

  const router = createRouter({
    store,
    registry,
    keyring,
    lanes,
    journal,
    settings: {
      current: () => settings,
      async apply(next) {
        // A listener that this life was told to open elsewhere stays there until its setting changes.
        const stays = !serve || isDeepStrictEqual(next.http, settings.http);
        const moved = stays ? ok(undefined) : await listeners.apply(next.http);
        if (!moved.ok) return { ok: false, problem: { ...moved.problem, path: 'http.port' } };
        await store.config.saveSettings(next);
        settings = next;
        void data.setLimits(next.disk);
        hidden = createHidden(next);
        names = servedNames(next.publicBaseUrl);
        return ok(next);
      },
    },
    status,
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
    await Promise.all([lanes.drain(drainMs), listeners.close(), retention.close()]);
    await run.close();
    await lanes.settled();
    await data.close();
  }

  if (serve) {
    const { interrupted, cancelled, resumed, poisoned } = recovery;
    if (interrupted + cancelled + resumed + poisoned > 0)
      host.log.info('recovered', { interrupted, cancelled, resumed, poisoned });
    if (areExecutionsPaused) host.log.error('executions paused after a crash loop', {});
    const { host: address = settings.http.host, port = settings.http.port } = options.http ?? {};
    const listening = await listeners.apply({ host: address, port });
    if (!listening.ok) {
      await close();
      return listening;
    }
    retention.start();
  }
  return ok({
    router,
    status,
    load: () => ({
      waitingBytes: store.backlog.bytes(),
      waitingCallers: door.waitingCallers,
      bodyBytes: bodies.takenBytes,
      commitWaitMs: store.backlog.commitWaitMs(),
      unwrittenRefusals: refusals.unwritten,
    }),
    announceAdmin: (listener) => void (admin = listener),
    bodyOf: (id, of) => findBody(id, of, store),
    lost,
    close,
  });
}

const crashLoopText =
  'The service ended three times in a row in the middle of its first execution. Calls are accepted and wait.';
