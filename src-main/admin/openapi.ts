import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { commonSchemas } from './api-schemas.ts';
import { contract } from '#shared/contract/index.ts';

const binaryAnswer = (what: string) => ({
  summary: `The ${what} of a call, byte for byte`,
  tags: ['calls'],
  parameters: [
    { name: 'id', in: 'path' as const, required: true, schema: { type: 'string', format: 'uuid' } as const },
    {
      name: 'range',
      in: 'header' as const,
      description: 'One part of it, such as `bytes=0-1023`.',
      schema: { type: 'string' } as const,
    },
  ],
  responses: {
    200: { description: 'The bytes', content: { 'application/octet-stream': {} } },
    206: { description: 'The part that was asked for', content: { 'application/octet-stream': {} } },
    416: { description: 'It ends before that part' },
    404: { description: 'No such call, or it has none' },
  },
});

/** The OpenAPI 3.1 document of the admin API, made from the contract that the screens use. */
export async function describeApi(version: string) {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    info: { title: 'Hookline admin API', version },
    servers: [{ url: '/api' }],
    security: [{ adminToken: [] }],
    commonSchemas,
    components: {
      securitySchemes: {
        adminToken: { type: 'http', scheme: 'bearer', description: 'The token in `<data>/admin-token`.' },
      },
    },
  });
  return {
    ...document,
    components: { ...document.components, schemas: namedIn(document) },
    paths: {
      ...document.paths,
      '/calls/{id}/request/body': {
        get: { operationId: 'calls.requestBody', ...binaryAnswer('request body') },
      },
      '/calls/{id}/response/body': { get: { operationId: 'calls.responseBody', ...binaryAnswer('answer') } },
    },
  };
}

/** The schemas that something leads to. */
function namedIn({ paths, components }: Awaited<ReturnType<OpenAPIGenerator['generate']>>) {
  const schemas = components?.schemas ?? {};
  const used = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(paths);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}
