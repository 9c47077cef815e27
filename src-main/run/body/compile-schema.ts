import { Ajv, type ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { StepFailure, wordsOf } from '../step-failure.ts';

/** What is wrong with a value, with its place; null where it fits. */
export type SchemaCheck = (value: unknown) => string | null;

/**
 * Throws a StepFailure that says why it is no schema. Whether it is one is asked when it is saved: what asks is read and
 * compiled from schemas itself, which takes twenty times as long as the rest, and which no call waits for.
 */
export function compileSchema(schema: object, { isSaved = false } = {}): SchemaCheck {
  try {
    const validate = createAjv(schema, !isSaved).compile<unknown>(schema);
    return (value) => (validate(value) ? null : inWords(validate.errors?.[0]));
  } catch (error) {
    throw new StepFailure(wordsOf(error));
  }
}

const draft07 = /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/;

function createAjv(schema: object, validateSchema: boolean): Ajv | Ajv2020 {
  // Words that it does not know are for other readers; the first thing that is wrong is enough, and all of them may be many.
  const options = { strict: false, allErrors: false, validateSchema, logger: false as const };
  const isOld = '$schema' in schema && typeof schema.$schema === 'string' && draft07.test(schema.$schema);
  const ajv = isOld ? new Ajv(options) : new Ajv2020(options);
  addFormats.default(ajv);
  return ajv;
}

/** The words of the schema and the place in the body, and nothing that stands there. */
function inWords(error: ErrorObject | undefined): string {
  if (error === undefined) return 'It does not fit the schema.';
  const place = error.instancePath === '' ? 'The body' : error.instancePath;
  const { allowedValues, additionalProperty } = error.params as Readonly<Record<string, unknown>>;
  if (Array.isArray(allowedValues)) return `${place} must be one of ${JSON.stringify(allowedValues)}.`;
  if (typeof additionalProperty === 'string') return `${place} must not have "${additionalProperty}".`;
  return `${place} ${error.message ?? 'does not fit the schema'}.`;
}
