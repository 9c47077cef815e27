// OpenAPI documents, held against the standard's own schema, and values against what they say.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { z } from 'zod';

const createAjv = () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // Of the standard's own; RFC 9110, 12.5.1.
  ajv.addFormat('media-range', true);
  return ajv;
};
const standard: object = JSON.parse(
  readFileSync(new URL('./openapi-3.1.schema.json', import.meta.url), 'utf8'),
);
const isOpenapi = createAjv().compile(standard);

export const Json = z.record(z.string(), z.unknown());
const Schemas = z.looseObject({ components: z.object({ schemas: z.record(z.string(), Json) }) });

/** Valid by the standard's own schema; each schema in it is one too, and leads nowhere else. */
export function expectOpenapi(document: unknown): void {
  isOpenapi(document);
  expect(isOpenapi.errors).toBeNull();
  const { components } = Schemas.parse(document);
  for (const name of Object.keys(components.schemas)) {
    expect(() => schemaIn(document, `#/components/schemas/${name}`)).not.toThrow();
  }
  for (const ref of refsIn(document)) {
    const found = ref
      .slice(2)
      .split('/')
      .reduce<unknown>((place, step) => Json.catch({}).parse(place)[step], document);
    expect([ref, typeof found]).toEqual([ref, 'object']);
  }
}

/** Those within the document. */
export const refsIn = (document: unknown): string[] =>
  [...JSON.stringify(document).matchAll(/"\$ref":"(#[^"]*)"/g)].map(([, ref]) => ref!);

/** A schema of a document, to hold values against. */
export const schemaIn = (document: unknown, $ref: string) =>
  createAjv()
    .addSchema(Json.parse(document), 'openapi')
    .compile({ $ref: `openapi${$ref}` });
