import { ActivityIcon, Cable, ChartColumn, KeyRound, ListOrdered, Settings, Webhook } from 'lucide-react';
import type { ComponentType } from 'react';
import { Link } from 'wouter';
import { Bell } from '#renderer/notifications/Bell.tsx';
import { ConnectionState } from './ConnectionState.tsx';
import { useSignedIn } from './role.ts';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import styles from './App.module.css';

export interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>;
  /** What the address begins with while the place is open. */
  readonly within: RegExp;
}

export const places: readonly Place[] = [
  { to: '/', label: 'Integrations', icon: Webhook, within: /^\/($|integrations)/ },
  { to: '/calls', label: 'Live log', icon: ActivityIcon, within: /^\/calls/ },
  { to: '/lanes', label: 'Lanes', icon: ListOrdered, within: /^\/lanes/ },
  { to: '/charts', label: 'Charts', icon: ChartColumn, within: /^\/charts/ },
  { to: '/consumers', label: 'Consumers', icon: KeyRound, within: /^\/consumers/ },
  { to: '/environment', label: 'Environment', icon: Cable, within: /^\/environment/ },
  { to: '/settings', label: 'Settings', icon: Settings, within: /^\/settings/ },
];

/** The left rail: the places, and below them how the runtime is. */
export function Rail({ place }: { place: string }) {
  return (
    <>
      <div className={styles.brand}>
        <Webhook size={18} aria-hidden />
        <span className={styles.label}>Hookline</span>
        <Bell />
      </div>
      {places.map(({ to, label, icon: Icon, within }) => (
        <Link
          key={to}
          to={to}
          className={styles.place}
          aria-current={within.test(place) ? 'page' : undefined}
          title={label}
        >
          <Icon size={16} aria-hidden />
          <span className={styles.label}>{label}</span>
        </Link>
      ))}
      <div className={styles.foot}>
        <ConnectionState />
        <Holder />
        <div className={styles.themes}>
          <ThemeSwitch />
        </div>
      </div>
    </>
  );
}

/** Whose token this page has, where that is not the installation's own. */
function Holder() {
  const signedIn = useSignedIn();
  if (!signedIn || signedIn.tokenId === null) return null;
  return (
    <div className={styles.label}>
      {signedIn.label}: {signedIn.role}
    </div>
  );
}
