import type { Notification as RealNotification, NotificationConstructorOptions } from 'electron';
import { record } from './record.ts';
import { LoudEmitter } from './refuse.ts';

/** What would be shown; a test clicks on it by `emit('click')`. */
export class Notification extends LoudEmitter {
  readonly title: string;
  readonly body: string;

  constructor({ title = '', body = '' }: NotificationConstructorOptions = {}) {
    super(['click', 'close', 'failed', 'show']);
    this.title = title;
    this.body = body;
  }

  show(): void {
    record.notifications.push(this);
  }

  static isSupported(): boolean {
    return true;
  }
}

void (Notification.prototype satisfies Pick<RealNotification, 'show' | 'title' | 'body'>);
