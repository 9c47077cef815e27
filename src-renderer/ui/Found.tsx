import styles from './Found.module.css';
import type { FieldAid } from './expression-aid.ts';

/** Below a field: what it gives for the sample, or what is wrong with it. */
export function Found({ id, value, faults, without = [] }: FieldAid & { readonly id?: string }) {
  return (
    <div id={id} className={styles.found}>
      {faults.map(({ message }) => (
        <p key={message} className={styles.fault}>
          {message}
        </p>
      ))}
      {faults.length === 0 && value !== undefined && <Value value={value} />}
      {without.length > 0 && (
        <p className={styles.value}>
          {without.map((name) => `steps.${name}`).join(', ')} {without.length === 1 ? 'has' : 'have'} no
          result yet
        </p>
      )}
    </div>
  );
}

const longestLine = 90;

function Value({ value }: { readonly value: string | null }) {
  if (value === null) return <p className={styles.value}>gives nothing</p>;
  if (value.length <= longestLine) {
    return (
      <p className={styles.value}>
        gives <code>{value}</code>
      </p>
    );
  }
  return (
    <details className={styles.value}>
      <summary>
        gives <code>{value.slice(0, longestLine)}…</code>
      </summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <pre tabIndex={0}>{laidOut(value)}</pre>
    </details>
  );
}

/** What was cut is no JSON any more, and stands as it is. */
function laidOut(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return `${json}…`;
  }
}
