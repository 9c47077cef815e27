// What is wrong with an input, field by field, in words for people who see a form or a file and nothing of zod.
import { z } from 'zod';
import { didYouMean } from '../edit-distance.ts';
import { pathText } from '../path.ts';
import { problem, type FieldIssue, type Problem } from '../problem.ts';

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
};

const formatWords: Readonly<Record<string, string>> = {
  url: 'an address such as https://hooks.example.com',
  datetime: 'a time such as 2027-01-31T08:00:00Z',
  date: 'a day such as 2027-01-31',
  uuid: 'an id',
};

const required = 'This field is required.';

/** What a field says when its schema has no words of its own. */
export const fieldWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null) return required;
      return issue.expected === 'int' ? 'This is not a whole number.' : mustBe(expectedOf(issue));
    case 'invalid_value':
      return issue.input === undefined ? required : mustBe(expectedOf(issue));
    case 'invalid_union':
      return issue.input === undefined ? required : mustBe(expectedOf(issue));
    case 'too_small':
      if (issue.origin === 'number') return `The smallest value is ${issue.minimum}.`;
      if (issue.origin === 'string')
        return issue.minimum === 1 ? required : `At least ${issue.minimum} characters.`;
      return issue.minimum === 1 ? 'At least one entry is required.' : `At least ${issue.minimum} entries.`;
    case 'too_big':
      if (issue.origin === 'number') return `The largest value is ${issue.maximum}.`;
      return `At most ${issue.maximum} ${issue.origin === 'string' ? 'characters' : 'entries'}.`;
    case 'invalid_format': {
      const words = formatWords[issue.format];
      return words === undefined ? 'This has another form than it needs.' : `This is not ${words}.`;
    }
    case 'unrecognized_keys':
      return unknownFields(issue);
    default:
      return 'This is not valid.';
  }
};

// The schemas of the contract are run by the library that carries it, which hands no words to zod.
z.config({ customError: fieldWords });

/** One line for each of them, since zod has one message for all. Only here it is known which ones there are. */
function unknownFields({ keys, inst }: z.core.$ZodRawIssue<z.core.$ZodIssueUnrecognizedKeys>): string {
  const known = inst instanceof z.core.$ZodObject ? Object.keys(inst._zod.def.shape) : [];
  return keys.map((key) => `This field is not known.${didYouMean(key, known)}`).join('\n');
}

const mustBe = (expected: readonly string[]): string => {
  const all = [...new Set(expected)];
  if (all.length === 0) return 'This is not valid.';
  return `This must be ${all.length > 3 ? 'one of ' : ''}${all.join(all.length > 3 ? ', ' : ' or ')}.`;
};

/** What could stand there instead, as far as that is about the value as a whole. */
function expectedOf(issue: z.core.$ZodRawIssue | z.core.$ZodIssue): readonly string[] {
  switch (issue.code) {
    case 'invalid_type':
      return [typeWords[issue.expected] ?? issue.expected];
    case 'invalid_value':
      return issue.values.map(String);
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? issue.options.map(String)
        : issue.errors.flatMap((branch) => branch.flatMap(expectedOf));
    default:
      return [];
  }
}

/** zod's findings as faults of fields, each with its own path. */
export function fieldIssues(
  found: readonly z.core.$ZodIssue[],
  under: FieldIssue['path'] = [],
): FieldIssue[] {
  return found.flatMap((issue) => {
    const path = [...under, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
    switch (issue.code) {
      case 'unrecognized_keys': {
        // zod names the object that they stand in.
        const messages = issue.message.split('\n');
        return issue.keys.map((key, at) => ({
          path: [...path, key],
          message: messages[at] ?? issue.message,
        }));
      }
      case 'invalid_key':
        return fieldIssues(issue.issues, path);
      case 'invalid_union': {
        const meant = meantOf(issue.errors);
        return meant === undefined ? [{ path, message: issue.message }] : fieldIssues(meant, path);
      }
      default:
        return [{ path, message: issue.message }];
    }
  });
}

/** The one form of several that a value was meant to have: the only one that it has as a whole. */
function meantOf(branches: readonly (readonly z.core.$ZodIssue[])[]) {
  const fitting = branches.filter((branch) =>
    branch.every(
      ({ code, path }) => path.length > 0 || (code !== 'invalid_type' && code !== 'invalid_value'),
    ),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** The problem of an input with these faults; it speaks of the first, and lists all. */
export function invalidInput(issues: readonly FieldIssue[]): Problem {
  const [first] = issues;
  if (first === undefined) return problem('input_invalid');
  return problem('input_invalid', { path: pathText(first.path), detail: first.message, issues });
}
