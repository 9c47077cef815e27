import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view';
import type { Fault } from '../expression-aid.ts';

/** What is wrong with the text as it is now. */
export const setFaults = StateEffect.define<readonly Fault[]>();

const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const told = transaction.effects.find((effect) => effect.is(setFaults));
    return told === undefined
      ? marks.map(transaction.changes)
      : marksOf(told.value, transaction.newDoc.length);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Underlines what is wrong; the words stand below the field. */
export const markFaults: Extension = marked;

function marksOf(faults: readonly Fault[], length: number): DecorationSet {
  const ranges = faults.flatMap(({ message, place }) => {
    if (place === null || length === 0) return [];
    // The end of a text is marked at its last character.
    const from = Math.min(place.from, length - 1);
    const to = Math.min(Math.max(place.to, from + 1), length);
    return Decoration.mark({ class: 'cm-fault', attributes: { title: message } }).range(from, to);
  });
  return Decoration.set(ranges, true);
}
