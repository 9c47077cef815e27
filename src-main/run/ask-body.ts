// Looks at a body on behalf of the door: whether it is as its trigger declares, or what a schema of it would be. It reads
// the body as steps would, and runs nothing.
import type { BodyFault, BodyQuestion, ExecutionOutcome, Program } from '#main/ports/run.ts';
import type { BodyContract } from '#shared/model/body-contract.ts';
import { longestWorkMs, type Surroundings } from './begin-step.ts';
import { compileSchema, type SchemaCheck } from './body/compile-schema.ts';
import { isJsonType, isXmlType, parseContentType } from '#shared/content-type.ts';
import { describeValue } from './body/describe-value.ts';
import { readBody } from './body/read-body.ts';
import { beginExecution, endOf } from './execute.ts';
import type { Execution } from './messages.ts';
import { nowMs } from './pulse.ts';
import type { Scope } from './scope.ts';

export function askBody(
  question: BodyQuestion,
  program: Pick<Program, 'key' | 'xmlLists' | 'hiddenBodyPaths'>,
  execution: Execution,
  around: Surroundings,
): ExecutionOutcome {
  // Before its time begins: a body is not refused for what its schema takes once in each thread.
  if (question.kind === 'check' && question.bodySchema !== null) {
    around.hold(nowMs() + longestWorkMs);
    checkBy(question.bodySchema);
  }
  const state = beginExecution(program, execution, around);
  around.hold(state.limit.untilMs);
  const found =
    question.kind === 'check'
      ? faultOf(state.scope, execution.body, { ...question, hides: program.hiddenBodyPaths.length > 0 })
      : describeBody(state.scope);
  return { ...endOf(state, null), lookJson: JSON.stringify(found) };
}

/** Schemas by the object that they came in: a program is sent to a thread once. */
const compiled = new WeakMap<object, SchemaCheck>();

function checkBy(schema: object): SchemaCheck {
  const check = compiled.get(schema) ?? compileSchema(schema, { isSaved: true });
  compiled.set(schema, check);
  return check;
}

function faultOf(
  scope: Scope,
  bytes: Uint8Array | null,
  {
    bodyMustBe,
    bodySchema,
    hides,
  }: Pick<BodyContract, 'bodyMustBe' | 'bodySchema'> & { readonly hides: boolean },
): BodyFault | null {
  const { type } = parseContentType(scope.headers['content-type']);
  const { body, bodyError } = scope;
  if (bodyMustBe !== 'any' && !isReadAs(bodyMustBe, type, bytes)) {
    const came = type === '' ? 'no content type' : type;
    return { code: 'body_type_wrong', detail: `The body must be ${wordOf[bodyMustBe]}; ${came} came.` };
  }
  const isWanted = bodyMustBe !== 'any' || bodySchema !== null;
  if (isWanted && bodyError !== undefined) {
    // Why a text cannot be read may quote it.
    return {
      code: 'body_malformed',
      detail: hides ? 'It cannot be read as its content type says.' : bodyError,
    };
  }
  if (bodySchema === null) return null;
  if (body instanceof Uint8Array) {
    return { code: 'body_not_as_declared', detail: 'Its content type does not say how it is read.' };
  }
  const detail = checkBy(bodySchema)(body);
  return detail === null ? null : { code: 'body_not_as_declared', detail };
}

const wordOf = { json: 'JSON', xml: 'XML' };

/** A type that clients set without thinking (curl's default, or none) does not count where the body is JSON all the same. */
function isReadAs(wanted: 'json' | 'xml', type: string, body: Uint8Array | null): boolean {
  if (wanted === 'xml') return isXmlType(type);
  if (isJsonType(type)) return true;
  if ((type !== '' && type !== 'application/x-www-form-urlencoded') || body === null) return false;
  return readBody(body, { contentType: 'application/json', contentEncoding: undefined }).error === null;
}

const describeBody = ({ body, bodyError }: Scope): object | null =>
  body === undefined || bodyError !== undefined || body instanceof Uint8Array ? null : describeValue(body);
