import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/**
 * Text typed over a selection, put in by the editor. Left to the browser, the new text keeps the colour of the old
 * in a style attribute, which the page's policy forbids.
 */
export const replaceSelected: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data: text, inputType } = event;
    const selected = document.getSelection();
    if (inputType !== 'insertText' || !text || view.composing || !selected || selected.isCollapsed)
      return false;
    if (view.state.readOnly) return true;
    const range = selected.getRangeAt(0);
    const from = view.posAtDOM(range.startContainer, range.startOffset);
    const to = view.posAtDOM(range.endContainer, range.endOffset);
    // The editor hears of a selection made without its keys a moment late.
    const { main } = view.state.selection;
    if (main.from !== from || main.to !== to) view.dispatch({ selection: { anchor: from, head: to } });
    const insert = () =>
      view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true });
    const isHandled = view.state
      .facet(EditorView.inputHandler)
      .some((handle) => handle(view, from, to, text, insert));
    if (!isHandled) view.dispatch(insert());
    return true;
  },
});
