import { Checkbox } from '@mantine/core';
import { useState } from 'react';

export interface Confirmation {
  readonly isNeeded: boolean;
  readonly isConfirmed: boolean;
  readonly isMissing: boolean;
  confirm(isConfirmed: boolean): void;
  /** Whether it may be sent; where not, the box says why. */
  check(): boolean;
}

/** `repeatable`: what the trigger says of its calls; undefined where that is not known. */
export function useConfirmation(repeatable: boolean | undefined): Confirmation {
  const [isConfirmed, setConfirmed] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const isNeeded = repeatable !== true;
  return {
    isNeeded,
    isConfirmed,
    isMissing,
    confirm(next) {
      setConfirmed(next);
      setMissing(false);
    },
    check() {
      setMissing(isNeeded && !isConfirmed);
      return !isNeeded || isConfirmed;
    },
  };
}

interface ConfirmRepeatProps {
  readonly confirmation: Confirmation;
  /** Whose triggers do not say it; left out for the one that is looked at. */
  readonly lanes?: readonly string[];
}

/** Asks where a trigger does not say that its calls may be repeated. */
export function ConfirmRepeat({ confirmation, lanes }: ConfirmRepeatProps) {
  if (!confirmation.isNeeded) return null;
  const of = lanes === undefined ? 'the trigger' : lanes.join(', ');
  return (
    <Checkbox
      label="Run it again all the same"
      description={`Running a call twice may do harm: ${of} does not say that calls may be repeated (Setup, Advanced).`}
      checked={confirmation.isConfirmed}
      error={confirmation.isMissing ? 'This has to be confirmed.' : undefined}
      onChange={({ currentTarget }) => confirmation.confirm(currentTarget.checked)}
    />
  );
}
