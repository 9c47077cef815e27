import { readParameter, type QueryParameter } from '#shared/model/parameter.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { isHiddenParameter, type Hidden } from './capture.ts';

export type Query = Readonly<Record<string, unknown>>;

/**
 * The parameters as the workflow sees them: declared ones in their type, with defaults filled in; others as
 * text, or as a list of texts where sent more than once.
 * Problems: `parameter_missing`, `parameter_malformed`, `parameter_repeated`.
 */
export function resolveParameters(
  rawQuery: string,
  declared: readonly QueryParameter[],
  hidden: Hidden,
): Result<Query> {
  if (rawQuery === '' && declared.length === 0) return ok({});
  const sent = sentParameters(rawQuery, hidden);
  // Without a prototype, a parameter named `__proto__` is a name like any other.
  const query: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const parameter of declared) {
    const { name } = parameter;
    const texts = sent.get(name) ?? (parameter.default === undefined ? [] : [parameter.default]);
    sent.delete(name);
    if (texts.length === 0) {
      if (!parameter.required) continue;
      return refuse(
        problem('parameter_missing', { detail: `The query parameter ${name} is required.`, path: name }),
      );
    }
    if (texts.length > 1 && !parameter.several) {
      return refuse(
        problem('parameter_repeated', { detail: `The query parameter ${name} stands twice.`, path: name }),
      );
    }
    const values = texts.map((text) => readParameter(parameter.type, text));
    if (values.includes(undefined)) {
      const detail = `The query parameter ${name} is not a ${parameter.type}.`;
      return refuse(problem('parameter_malformed', { detail, path: name }));
    }
    query[name] = parameter.several ? values : values[0];
  }
  for (const [name, texts] of sent) query[name] = texts.length === 1 ? texts[0] : texts;
  return ok(query);
}

function sentParameters(rawQuery: string, hidden: Hidden): Map<string, string[]> {
  const sent = new Map<string, string[]>();
  for (const [name, text] of new URLSearchParams(rawQuery)) {
    if (isHiddenParameter(name, text, hidden)) continue;
    const texts = sent.get(name);
    if (texts === undefined) sent.set(name, [text]);
    else texts.push(text);
  }
  return sent;
}
