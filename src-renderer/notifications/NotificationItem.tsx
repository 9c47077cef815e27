import { Link } from 'wouter';
import { formatAgo, formatDateTime } from '#renderer/ui/format.ts';
import { StateBadge, type Tone } from '#renderer/ui/StateBadge.tsx';
import type { Notification } from '#shared/model/notification.ts';
import styles from './Bell.module.css';

interface NotificationItemProps {
  readonly notification: Notification;
  readonly isNew: boolean;
  readonly nowMs: number;
  readonly onFollow: () => void;
}

export function NotificationItem({ notification, isNew, nowMs, onFollow }: NotificationItemProps) {
  const { text, place, rule, changedAt } = notification;
  return (
    <li className={styles.item} data-new={isNew}>
      <Link to={place} className={styles.text} onClick={onFollow}>
        {text}
      </Link>
      <div className={styles.facts}>
        {isNew && <span className={styles.new}>new</span>}
        <StateBadge {...stateOf(notification)} />
        <time dateTime={changedAt} title={formatDateTime(changedAt)}>
          {formatAgo(changedAt, nowMs)}
        </time>
        <span>{rule}</span>
      </div>
    </li>
  );
}

function stateOf({ kind, endedAt }: Notification): { readonly tone: Tone; readonly text: string } {
  if (kind === 'failedCall') return { tone: 'bad', text: 'failed' };
  return endedAt === null ? { tone: 'waiting', text: 'lasts' } : { tone: 'off', text: 'over' };
}
