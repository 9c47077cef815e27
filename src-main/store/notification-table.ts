import type { NotificationStore } from '#main/ports/notifications.ts';
import type { KeptRule, RuleChange } from '#main/ports/config-store.ts';
import type { Db } from './open.ts';

/** As the writer has it: inside the transaction of whatever else goes to disk. */
export function notificationTable(db: Db) {
  const put = db.prepare(`
    INSERT INTO notifications (kind, id, document) VALUES (@kind, @id, @document)
    ON CONFLICT (kind, id) DO UPDATE SET document = excluded.document`);
  const remove = db.prepare('DELETE FROM notifications WHERE kind = @kind AND id = @id');
  return {
    keepNotifications({ saves, removes }: Parameters<NotificationStore['keep']>[0]): void {
      for (const { kind, id } of removes) remove.run({ kind, id });
      for (const one of saves) put.run(one);
    },
  };
}

/** The rules, which are configuration. */
export function ruleTable(db: Db): {
  all(): readonly KeptRule[];
  change(change: RuleChange): void;
} {
  const all = db.prepare('SELECT id, document FROM notification_rules ORDER BY id');
  const put = db.prepare(`
    INSERT INTO notification_rules (id, document) VALUES (@id, @document)
    ON CONFLICT (id) DO UPDATE SET document = excluded.document`);
  const remove = db.prepare('DELETE FROM notification_rules WHERE id = ?');
  return {
    all: () => all.all() as KeptRule[],
    change({ saves, removes }) {
      for (const id of removes) remove.run(id);
      for (const { id, document } of saves) put.run({ id, document });
    },
  };
}
