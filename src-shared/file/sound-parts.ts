// As much of a file with mistakes as can be judged further: whoever corrects it wants to hear of all of them at once.
import { z } from 'zod';
import { InstallationFile } from '../model/installation.ts';
import { IntegrationDraft } from '../model/integration.ts';
import type { FieldIssue } from '../problem.ts';

export interface SoundParts {
  readonly file: InstallationFile;
  /** Of each of its integrations, the place in the whole file. */
  readonly places: readonly number[];
}

const Whole = z.looseObject({ integrations: z.array(z.unknown()) });

/** Null where what stands beside the integrations is wrong, since they name it. */
export function soundParts(file: unknown): SoundParts | null {
  const whole = Whole.safeParse(file);
  if (!whole.success) return null;
  const { integrations, ...rest } = whole.data;
  const around = InstallationFile.safeParse({ ...rest, integrations: [] });
  if (!around.success) return null;
  const sound = integrations.flatMap((one, place) => {
    const draft = soundDraft(one, place);
    return draft === null ? [] : [{ draft, place }];
  });
  if (sound.length === 0) return null;
  return {
    file: { ...around.data, integrations: sound.map(({ draft }) => draft) },
    places: sound.map(({ place }) => place),
  };
}

/** Faults of the parts, at their places in the whole. */
export const inWhole = (issues: readonly FieldIssue[], { places }: SoundParts): readonly FieldIssue[] =>
  issues.map((issue) => {
    const [list, at, ...rest] = issue.path;
    if (list !== 'integrations' || typeof at !== 'number') return issue;
    return { ...issue, path: ['integrations', places[at] ?? at, ...rest] };
  });

/** One fault may hide another. */
const maxRounds = 4;

/** The draft without what is wrong with its shape; null where it cannot be without. */
function soundDraft(given: unknown, place: number): IntegrationDraft | null {
  const draft: unknown = JSON.parse(JSON.stringify(given));
  for (let round = 0; round < maxRounds; round += 1) {
    const read = IntegrationDraft.safeParse(draft);
    if (read.success) return read.data;
    if (!isFields(draft)) return null;
    for (const issue of read.error.issues) {
      if (!takeOut(draft, issue, place)) return null;
    }
  }
  return null;
}

type Fields = Record<PropertyKey, unknown>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Removes what is at fault, or puts something sound in its place where nothing depends on it. */
function takeOut(draft: Fields, issue: z.core.$ZodIssue, place: number): boolean {
  const [first, second] = issue.path;
  if (first === 'name') {
    draft['name'] = `integration-${place}`;
    return true;
  }
  if (first === 'trigger' && (second === undefined || second === 'authentication')) {
    const trigger = isFields(draft['trigger']) ? draft['trigger'] : {};
    if (second === 'authentication' || !isFields(draft['trigger']) || issue.code !== 'unrecognized_keys') {
      draft['trigger'] = { ...trigger, authentication: { kind: 'none' } };
      return true;
    }
  }
  const names = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const path = issue.code === 'unrecognized_keys' ? issue.path : issue.path.slice(0, -1);
  const holder = path.reduce<unknown>((value, part) => (isFields(value) ? value[part] : undefined), draft);
  if (!isFields(holder)) return false;
  if (names.length > 0) return names.every((name) => Reflect.deleteProperty(holder, name));
  const last = issue.path.at(-1);
  if (last === undefined) return false;
  if (last === 'name' && ['workflow', 'steps'].includes(String(issue.path.at(-3)))) {
    holder['name'] = `step_${issue.path.filter((part) => typeof part === 'number').join('_')}`;
    return true;
  }
  // What stands after it would have another place.
  if (Array.isArray(holder)) return first === 'trigger' && holder.splice(Number(last), 1).length > 0;
  return Object.hasOwn(holder, last) && Reflect.deleteProperty(holder, last);
}
