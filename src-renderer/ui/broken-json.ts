/**
 * Stands in a draft for text that is no JSON yet. Being no plain value it does not pass a schema, so that it
 * cannot be saved, and the text that was typed is not lost.
 */
export class BrokenJson {
  readonly text: string;
  readonly why: string;

  constructor(text: string, why: string) {
    this.text = text;
    this.why = why;
  }
}

/** A text as the JSON value it writes; `undefined` for none. */
export function readJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    return new BrokenJson(text, error instanceof Error ? error.message : String(error));
  }
}

/** How a value is written into an editor. */
export function writeJson(value: unknown): string {
  if (value === undefined) return '';
  return value instanceof BrokenJson ? value.text : JSON.stringify(value, null, 2);
}
