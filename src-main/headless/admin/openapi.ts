import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { contract } from '#shared/contract/index.ts';

const binaryAnswer = (what: string) => ({
  summary: `The ${what} of a call, byte for byte`,
  tags: ['calls'],
  parameters: [
    { name: 'id', in: 'path' as const, required: true, schema: { type: 'string', format: 'uuid' } as const },
  ],
  responses: {
    200: { description: 'The bytes', content: { 'application/octet-stream': {} } },
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
    components: {
      securitySchemes: {
        adminToken: { type: 'http', scheme: 'bearer', description: 'The token in `<data>/admin-token`.' },
      },
    },
  });
  return {
    ...document,
    paths: {
      ...document.paths,
      '/calls/{id}/request/body': {
        get: { operationId: 'calls.requestBody', ...binaryAnswer('request body') },
      },
      '/calls/{id}/response/body': { get: { operationId: 'calls.responseBody', ...binaryAnswer('answer') } },
    },
  };
}
