import { randomUUID } from 'node:crypto';
import type { LiveCall } from './lane/live-call.ts';
import type { Lanes } from './lane/lanes.ts';
import type { Journal } from './call/journal.ts';
import { createNotifications, type NotificationDeps, type Notifications } from './notify/notifications.ts';
import { createMarks } from './notify/marks.ts';
import { send, type SendDeps } from './notify/send.ts';
import type { Alarms } from './upkeep/alarms.ts';
import type { CallSummary } from '#shared/model/call.ts';
import type { HostStatus } from '#shared/model/setting.ts';

interface TellDeps
  extends
    Omit<NotificationDeps, 'send' | 'raise' | 'pictures' | 'newId' | 'random' | 'isOwnMark'>,
    Omit<SendDeps, 'screensUrl' | 'markOf'> {
  readonly alarms: Alarms;
  /** Under a key of the installation. */
  digest(text: string): string;
  lanes(): Pick<Lanes, 'pictures'>;
  status(): Pick<HostStatus, 'listeners'>;
}

/** Notifications over the channels there are, with links to where the screens are. */
export function tellPeople({ alarms, lanes, status, digest, ...deps }: TellDeps): Notifications {
  const { markOf, isOwnMark } = createMarks(digest);
  const screensUrl = () => status().listeners.find(({ kind }) => kind === 'admin')?.url ?? null;
  return createNotifications({
    ...deps,
    pictures: () => lanes().pictures(),
    send: (channel, telling) => send(channel, telling, { ...deps, screensUrl, markOf }),
    isOwnMark,
    raise: alarms.set,
    newId: randomUUID,
    random: Math.random,
  });
}

/** The journal's ears, and those of notifications beside them. */
export const announceTo = (
  journal: Pick<Journal, 'changed' | 'stored'>,
  { saw }: Pick<Notifications, 'saw'>,
) => ({
  announce(call: LiveCall) {
    journal.changed(call);
    saw(call, call.receivedAtMs);
  },
  announceStored(call: CallSummary) {
    journal.stored(call);
    saw(call, Date.parse(call.receivedAt));
  },
});
