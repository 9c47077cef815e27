import { z } from 'zod';

/** Where newer versions of the app are: the folder of `latest.yml` and its like. */
export const UpdateFeed = z
  .string()
  .max(2_000)
  .regex(
    /^https:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/,
    'An address of updates begins with https:// and has no user, no query and no fragment.',
  );

/** How the desktop app behaves on this computer; no part of the installation, so that no file carries it elsewhere. */
export const DesktopPreferences = z.strictObject({
  startAtLogin: z.boolean().default(false).meta({ title: 'Start at login' }),
  /** With what the system starts at login, no window opens. */
  startHidden: z.boolean().default(true).meta({ title: 'Without a window' }),
  /** Calls are taken while no window is open; off, the app ends with its window. */
  keepServing: z.boolean().default(true).meta({ title: 'Keep serving without a window' }),
  notifications: z.boolean().default(true).meta({ title: 'Notifications' }),
  /** A computer that sleeps takes no calls. */
  keepAwake: z.boolean().default(false).meta({ title: 'Keep this computer awake' }),
  /** Nobody is asked for newer versions otherwise. */
  lookForUpdates: z.boolean().default(false).meta({ title: 'Look for updates' }),
  updateFeed: UpdateFeed.nullable().default(null).meta({ title: 'Address of updates' }),
  /** Whether an older version than this may be installed, should the feed have one. */
  mayDowngrade: z.boolean().default(false).meta({ title: 'Older versions too' }),
});
export type DesktopPreferences = z.infer<typeof DesktopPreferences>;

/** What is known of newer versions of the desktop app. */
export const UpdateState = z.object({
  /**
   * `off`: nobody looks; `unknown`: not looked yet; `current`: there is none; `ready`: fetched and checked, a restart
   * installs it; `byHand`: the same, but no restart can; `older`: the feed has an older one, which may not be installed.
   */
  kind: z.enum(['off', 'unknown', 'looking', 'current', 'fetching', 'ready', 'byHand', 'older', 'failed']),
  /** Of the app that runs. */
  version: z.string(),
  /** That the feed has, where that is known. */
  found: z.string().nullable(),
  /** Why it failed, or why a restart cannot install it, in sentences. */
  failure: z.string().nullable(),
});
export type UpdateState = z.infer<typeof UpdateState>;
