import { useEffect, useState } from 'react';
import type { CallSummary } from '#shared/model/call.ts';
import { anyWaits, type ColumnName, withoutPlaces, withValues } from './log-columns.ts';

/** So long nothing must have waited before the column of places goes: with each pause of the traffic it would jump. */
const calmMs = 5_000;

interface Listed {
  readonly rows: readonly CallSummary[];
  /** What the list is of: another list begins without them. */
  readonly of: unknown;
  /** Somebody reads: nothing moves. */
  readonly isHolding: boolean;
}

/** Which of the columns that are seldom filled have something to say. */
export function useSaidColumns({ rows, of, isHolding }: Listed): readonly ColumnName[] {
  const [known, setKnown] = useState<{ of: unknown; said: readonly ColumnName[] }>({ of, said: [] });
  const before = known.of === of ? known.said : [];
  const said = withValues(before, rows);
  if (known.of !== of || said !== before) setKnown({ of, said });
  const isSpare = !isHolding && said.includes('place') && !anyWaits(rows);
  useEffect(() => {
    if (!isSpare) return undefined;
    const calm = setTimeout(() => setKnown((now) => ({ of: now.of, said: withoutPlaces(now.said) })), calmMs);
    return () => clearTimeout(calm);
  }, [isSpare]);
  return said;
}
