// How JSONata, and texts with `{{ expression }}` inside, are coloured. It knows tokens, not grammar: what is wrong with
// an expression the runtime says.
import { StreamLanguage, type StringStream } from '@codemirror/language';

interface State {
  /** What an unended token waits for, over the end of a line too. */
  until: '*/' | '"' | "'" | '`' | null;
  /** Whether a slash would begin a pattern, and not divide. */
  awaitsValue: boolean;
  /** Of a text: whether it is inside of `{{ }}`. */
  isInside: boolean;
}

const startState = (): State => ({ until: null, awaitsValue: true, isInside: false });

const tokenOf: Readonly<Record<string, string>> = {
  '*/': 'comment',
  '"': 'string',
  "'": 'string',
  '`': 'propertyName',
};

function endOf(stream: StringStream, state: State): string {
  const { until } = state;
  const token = tokenOf[until ?? ''] ?? 'comment';
  while (until !== null && !stream.eol()) {
    if (stream.match(until)) {
      state.until = null;
      break;
    }
    if (stream.next() === '\\' && token === 'string') stream.next();
  }
  return token;
}

function jsonataToken(stream: StringStream, state: State): string | null {
  if (state.until !== null) return endOf(stream, state);
  if (stream.eatSpace()) return null;
  const awaited = state.awaitsValue;
  state.awaitsValue = false;
  if (stream.match('/*')) {
    state.until = '*/';
    state.awaitsValue = awaited;
    return endOf(stream, state);
  }
  const next = stream.peek() ?? '';
  if (next === '"' || next === "'" || next === '`') {
    stream.next();
    state.until = next;
    return endOf(stream, state);
  }
  if (awaited && stream.match(/^\/(?:[^/\\\n]|\\.)+\/[im]*/)) return 'regexp';
  if (stream.match(/^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/)) return 'number';
  if (stream.match(/^\$\$?\w*(?=\s*\()/)) return 'variableName.function';
  if (stream.match(/^\$\$?\w*/)) return 'variableName';
  if (stream.match(/^(?:and|or|in)\b/)) return keepAwaiting(state, 'keyword');
  if (stream.match(/^(?:true|false|null)\b/)) return 'atom';
  if (stream.match(/^(?:function\b|λ)/)) return 'keyword';
  if (stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u)) return 'propertyName';
  const sign = stream.next() ?? '';
  if (/[)\]}]/.test(sign)) return 'bracket';
  if (/[([{]/.test(sign)) return keepAwaiting(state, 'bracket');
  return keepAwaiting(state, /[,;]/.test(sign) ? 'punctuation' : 'operator');
}

function keepAwaiting(state: State, token: string): string {
  state.awaitsValue = true;
  return token;
}

function templateToken(stream: StringStream, state: State): string | null {
  if (!state.isInside) {
    if (stream.match('{{')) {
      Object.assign(state, startState(), { isInside: true });
      return 'brace';
    }
    if (!stream.skipTo('{{')) stream.skipToEnd();
    return 'content';
  }
  if (state.until === null && stream.match('}}')) {
    state.isInside = false;
    return 'brace';
  }
  return jsonataToken(stream, state);
}

const languageData = { closeBrackets: { brackets: ['(', '[', '{', '"', "'", '`'] } };

export const jsonataLanguage = StreamLanguage.define<State>({
  name: 'jsonata',
  startState,
  token: jsonataToken,
  languageData,
});

export const templateLanguage = StreamLanguage.define<State>({
  name: 'template',
  startState,
  token: templateToken,
  languageData,
});
