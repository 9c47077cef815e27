import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { readOnlyView } from './CodeViewer.tsx';
import styles from './TextDifference.module.css';

interface TextDifferenceProps {
  readonly first: string;
  readonly second: string;
  readonly firstLabel: string;
  /** Of the one text that is shown where they are not beside each other. */
  readonly secondLabel: string;
  /** Else what went stands above what came. */
  readonly areBeside: boolean;
}

/** Lines that stay in sight around a change. */
const margin = 3;
const unchanged = { margin, minSize: margin * 2 };

/** What is different between two texts. */
export function TextDifference({ first, second, firstLabel, secondLabel, areBeside }: TextDifferenceProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    const later = { doc: second, extensions: readOnlyView('text', secondLabel) };
    if (areBeside) {
      const earlier = { doc: first, extensions: readOnlyView('text', firstLabel) };
      const view = new MergeView({ a: earlier, b: later, parent, collapseUnchanged: unchanged });
      return () => view.destroy();
    }
    const merged = unifiedMergeView({ original: first, mergeControls: false, collapseUnchanged: unchanged });
    const state = EditorState.create({ doc: second, extensions: [later.extensions, merged] });
    const view = new EditorView({ parent, state });
    return () => view.destroy();
  }, [first, second, firstLabel, secondLabel, areBeside]);
  return <div ref={place} className={styles.frame} />;
}
