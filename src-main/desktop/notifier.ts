// Tells a person who does not look at the window. What is worth telling is for others to decide.
import { Notification } from 'electron';

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** What a click on it does. */
  open(): void;
}

export interface Notifier {
  /** Whether it is told: a person may want none, and a system may show none. */
  tell(notice: Notice): boolean;
}

/** `isWanted` is asked each time: a person may change their mind. */
export function createNotifier(isWanted: () => boolean): Notifier {
  // A notification that nobody holds may be collected, and its click with it.
  const shown = new Set<Notification>();
  return {
    tell({ title, body, open }) {
      if (!isWanted() || !Notification.isSupported()) return false;
      const notification = new Notification({ title, body });
      shown.add(notification);
      const forget = () => shown.delete(notification);
      notification.on('click', () => {
        forget();
        open();
      });
      notification.on('close', forget);
      notification.on('failed', forget);
      notification.show();
      return true;
    },
  };
}
