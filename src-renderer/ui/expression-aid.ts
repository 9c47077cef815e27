// What fields with expressions show beside what is typed: what it gives for a sample, what is wrong with it, and which
// names there are. Whoever draws the fields provides it.
import { createContext, useContext } from 'react';

/** Data much shortened: names with examples. */
export type Sketch = string | number | boolean | null | Sketch[] | { readonly [name: string]: Sketch };

export interface Fault {
  readonly message: string;
  /** From which character to which; null where that is not known. */
  readonly place: { readonly from: number; readonly to: number } | null;
}

export interface FieldAid {
  /** As JSON that may be cut; null where it gives nothing, undefined where that is not known. */
  readonly value: string | null | undefined;
  readonly faults: readonly Fault[];
  /** Steps whose results it asks for and that have none yet. */
  readonly without?: readonly string[];
}

export interface ExpressionAid {
  /** Of the field at a path of the form, such as `workflow.0.url`. */
  readonly at: (path: string) => FieldAid;
  /** What expressions there see; asked for when somebody types. */
  readonly sketchFor: (path: string) => Sketch;
}

export const ExpressionAidContext = createContext<ExpressionAid | null>(null);

const nothing: FieldAid = { value: undefined, faults: [] };

export function useFieldAid(path: string | undefined): FieldAid & { readonly sketch: () => Sketch } {
  const aid = useContext(ExpressionAidContext);
  if (aid === null || path === undefined) return { ...nothing, sketch: () => null };
  return { ...aid.at(path), sketch: () => aid.sketchFor(path) };
}
