// What a caller sends, as OpenAPI says it. Pure.
import type { ParameterType, QueryParameter } from '../model/parameter.ts';
import { readParameter } from '../model/parameter.ts';
import type { Trigger } from '../model/trigger.ts';
import { sampleBody } from '../samples/sample-of.ts';
import { bytesText } from './answers.ts';

/** A date may have a time of day, which no one format has. */
const types: { readonly [T in ParameterType]: { readonly type: string; readonly description?: string } } = {
  text: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', description: 'A day or a time, as ISO 8601 has it.' },
};

export function queryParameter(parameter: QueryParameter) {
  const { name, type, required, several, description, default: text } = parameter;
  const value = text === undefined ? undefined : readParameter(type, text);
  const one = types[type];
  const withDefault = value === undefined ? {} : { default: several ? [value] : value };
  return {
    name,
    in: 'query',
    required: required && text === undefined,
    ...(description === undefined ? {} : { description }),
    schema: several ? { type: 'array', items: one, ...withDefault } : { ...one, ...withDefault },
    ...(several ? { style: 'form', explode: true } : {}),
  };
}

export const requestHeaders = ({ idempotency, requestResponse }: Trigger) => [
  ...(idempotency === false
    ? []
    : [
        {
          name: idempotency.header,
          in: 'header',
          required: false,
          description: `A call that comes again with the same one within ${idempotency.hours} h has the answer of the first and runs no second time.`,
          schema: { type: 'string', minLength: 1, maxLength: 255 },
        },
      ]),
  ...(requestResponse === false
    ? []
    : [
        {
          name: 'prefer',
          in: 'header',
          required: false,
          description: 'respond-async: answer 202 as soon as the call is on disk.',
          schema: { type: 'string', examples: ['respond-async'] },
        },
      ]),
];

export function bodyOf(trigger: Trigger, schemaName: string | null) {
  const { bodyMustBe, bodySchemaCheck, maxBodyBytes } = trigger;
  const { type, value, text } = sampleBody(trigger);
  const isChecked = bodyMustBe !== 'any' || (schemaName !== null && bodySchemaCheck === 'refuse');
  const said = [
    `At most ${bytesText(maxBodyBytes)}.`,
    ...(schemaName !== null && bodyMustBe === 'xml'
      ? ['The schema is that of the XML as data: attributes as @_name, text beside them as #text.']
      : []),
    ...(schemaName !== null && bodySchemaCheck !== 'refuse'
      ? ['What does not fit the schema is accepted all the same.']
      : []),
  ];
  const described = {
    ...(schemaName === null ? {} : { schema: { $ref: `#/components/schemas/${schemaName}` } }),
    ...(schemaName === null && bodyMustBe !== 'xml' ? {} : { example: bodyMustBe === 'xml' ? text : value }),
  };
  return {
    required: isChecked,
    description: said.join(' '),
    content: {
      [type]: described,
      ...(bodyMustBe === 'any' && schemaName === null ? { '*/*': {} } : {}),
    },
  };
}
