// What people are told of, behind a bell in the head of the window: how much of it is new, and where each leads.
import { Anchor, Popover, Text, Title, UnstyledButton } from '@mantine/core';
import { Bell as BellIcon } from 'lucide-react';
import { useEffect, useId, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import { client } from '#renderer/app/client.ts';
import { formatNumberOf } from '#renderer/ui/format.ts';
import { useNow } from '#renderer/ui/use-now.ts';
import { createHeard, followNotifications } from './follow-notifications.ts';
import styles from './Bell.module.css';
import { NotificationItem } from './NotificationItem.tsx';
import { keepSeen, readSeen } from './seen-until.ts';

export function Bell() {
  const heard = useMemo(() => createHeard(), []);
  useEffect(() => {
    const end = new AbortController();
    void followNotifications(client.notifications, heard, end.signal);
    return () => end.abort();
  }, [heard]);
  const { list, last } = useStore(heard);
  const [isOpen, setOpen] = useState(false);
  // The rules take the focus themselves.
  const [isForRules, setForRules] = useState(false);
  const [seenMs, setSeenMs] = useState(readSeen);
  const nowMs = useNow(10_000, isOpen);
  const id = useId();
  const unread = list.filter(({ changedAt }) => Date.parse(changedAt) > seenMs);

  /** Read once the list is closed, so that what is new can be told from the rest while it is open. */
  function show(opens: boolean, forRules = false): void {
    setOpen(opens);
    setForRules(forRules);
    if (opens) return;
    const untilMs = Math.max(seenMs, ...list.map(({ changedAt }) => Date.parse(changedAt)));
    setSeenMs(untilMs);
    keepSeen(untilMs);
  }

  const count = unread.length > 99 ? '99+' : String(unread.length);
  return (
    <>
      <Popover
        opened={isOpen}
        onChange={(opens) => show(opens)}
        position="right-start"
        shadow="md"
        width="min(24rem, calc(100vw - 5rem))"
        trapFocus
        returnFocus={!isForRules}
      >
        <Popover.Target>
          <UnstyledButton
            className={styles.bell}
            aria-label={unread.length === 0 ? 'Notifications' : `Notifications, ${unread.length} new`}
            title="Notifications"
            onClick={() => show(!isOpen)}
          >
            <BellIcon size={16} aria-hidden />
            {unread.length > 0 && (
              <span className={styles.count} aria-hidden>
                {count}
              </span>
            )}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown className={styles.list} aria-labelledby={id}>
          <div className={styles.head}>
            <Title order={2} size="h5" id={id}>
              Notifications
            </Title>
            <Anchor
              component={Link}
              href="/settings?part=notifications"
              size="xs"
              onClick={() => show(false, true)}
            >
              Rules
            </Anchor>
          </div>
          {list.length === 0 ? (
            <Text size="sm" c="dimmed">
              Nothing yet. Rules in the settings say what is told.
            </Text>
          ) : (
            <ul className={styles.items} aria-label={formatNumberOf(list.length, 'notification')}>
              {list.map((notification) => (
                <NotificationItem
                  key={notification.id}
                  notification={notification}
                  isNew={unread.includes(notification)}
                  nowMs={nowMs}
                  onFollow={() => show(false)}
                />
              ))}
            </ul>
          )}
        </Popover.Dropdown>
      </Popover>
      <div role="status" aria-label="Newest notification" className="visually-hidden">
        {last?.text}
      </div>
    </>
  );
}
