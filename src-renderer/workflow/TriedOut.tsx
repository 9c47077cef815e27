import type { ReactNode } from 'react';
import { DryRunPanel } from './DryRunPanel.tsx';
import { SampleBar } from './SampleBar.tsx';
import styles from './TriedOut.module.css';
import { useTryOut } from './try-out.ts';

/** A tab that fills in the draft, with the sample above it and the last dry run beside it. */
export function TriedOut({ children }: { readonly children: ReactNode }) {
  const { dryRun, error, isRunning } = useTryOut();
  const hasRun = dryRun !== null || error !== null || isRunning;
  return (
    <>
      <SampleBar />
      <div className={hasRun ? styles.both : styles.alone}>
        <div>{children}</div>
        {hasRun && <DryRunPanel />}
      </div>
    </>
  );
}
