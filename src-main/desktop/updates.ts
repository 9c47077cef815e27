// Newer versions of the app, where a person wants them looked for: fetched while everything goes on, installed by a
// restart that somebody asks for. Looks at the start and then daily; what a feed says is checked before it is kept.
import type { Log } from '#main/host.ts';
import type { DesktopPreferences, UpdateState } from '#shared/model/desktop.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import type { Updater } from './updater.ts';

const dayMs = 24 * 3_600_000;

type Wanted = Pick<DesktopPreferences, 'lookForUpdates' | 'updateFeed' | 'mayDowngrade'>;

interface UpdateDeps {
  readonly version: string;
  readonly log: Log;
  /** The monotonic clock in milliseconds. */
  tick(): number;
  preferences(): Wanted;
  /** Why a restart cannot install one, in sentences; null where it can. */
  readonly byHand: string | null;
  /** Loads what fetches and installs: only where a person wants updates. */
  load(): Promise<Updater>;
}

export interface UpdateListener {
  /** A version was fetched and checked. */
  ready(version: string): void;
  /** Somebody wants it now. */
  install(): void;
}

export interface Updates {
  state(): UpdateState;
  look(): Promise<UpdateState>;
  /** Brings looking to what the preferences say; looks where the last look is a day ago. */
  follow(): void;
  /** Hands the wish to install on, where there is something. */
  ask(): Result<void>;
  listen(listener: UpdateListener): void;
  /** Puts the version that is ready in the place of this one and starts it. When everything else has ended. */
  install(): void;
}

export function createUpdates({ version, log, tick, preferences, byHand, load }: UpdateDeps): Updates {
  let state: UpdateState = { kind: 'off', version, found: null, failure: null };
  let updater: Updater | null = null;
  let listener: UpdateListener | null = null;
  let looking: Promise<UpdateState> | null = null;
  let lookedFor = '';
  /** What comes of a feed that is no longer asked is nobody's. */
  let asking = 0;
  let lookedAt = -Infinity;
  let timer: NodeJS.Timeout | null = null;

  const tell = (kind: UpdateState['kind'], found: string | null = null, failure: string | null = null) => {
    state = { kind, version, found, failure };
    return state;
  };
  const fail = (found: string | null, failure: string) => {
    log.error('an update failed', { found, failure });
    return tell('failed', found, failure);
  };

  async function find(feed: string, mayDowngrade: boolean): Promise<UpdateState> {
    tell('looking');
    const ours = asking;
    const isOurs = () => ours === asking;
    try {
      updater ??= await load();
      const found = await updater.look({ feed, mayDowngrade });
      if (!isOurs()) {
        // It is given up, which nobody is told.
        if (found.kind === 'newer') found.fetched.catch(() => undefined);
        return state;
      }
      if (found.kind !== 'newer') return tell(found.kind, found.version);
      tell('fetching', found.version);
      void found.fetched.then(
        () => {
          if (!isOurs()) return;
          tell(byHand === null ? 'ready' : 'byHand', found.version, byHand);
          listener?.ready(found.version);
        },
        (error: unknown) => isOurs() && fail(found.version, textOf(error)),
      );
      return state;
    } catch (error) {
      return isOurs() ? fail(null, textOf(error)) : state;
    }
  }

  function look(): Promise<UpdateState> {
    const { lookForUpdates, updateFeed, mayDowngrade } = preferences();
    if (!lookForUpdates || updateFeed === null) return Promise.resolve(tell('off'));
    // What is on its way, or there, is not fetched again.
    if (['fetching', 'ready', 'byHand'].includes(state.kind)) return Promise.resolve(state);
    lookedAt = tick();
    if (looking !== null) return looking;
    const ours = find(updateFeed, mayDowngrade).finally(() => {
      if (looking === ours) looking = null;
    });
    looking = ours;
    return ours;
  }

  function follow(): void {
    const wanted = preferences();
    const isOn = wanted.lookForUpdates && wanted.updateFeed !== null;
    if (timer !== null) clearInterval(timer);
    timer = isOn ? setInterval(() => void look(), dayMs) : null;
    timer?.unref();
    const asked = JSON.stringify([isOn, wanted.updateFeed, wanted.mayDowngrade]);
    if (asked !== lookedFor) {
      asking++;
      looking = null;
      tell(isOn ? 'unknown' : 'off');
      if (!isOn) void updater?.stop();
    }
    if (isOn && (asked !== lookedFor || tick() - lookedAt >= dayMs)) void look();
    lookedFor = asked;
  }

  return {
    state: () => state,
    look,
    follow,
    ask() {
      if (state.kind !== 'ready' || listener === null) return refuse(problem('update_not_ready'));
      listener.install();
      return ok(undefined);
    },
    listen: (one) => void (listener = one),
    install: () => updater?.install(),
  };
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
