import { z } from 'zod';
import { HandOutBlock, HandOutFormat } from '../model/hand-out.ts';
import { support } from './role.ts';

const ById = z.object({ id: z.uuid() });
const Asked = ById.extend({ format: HandOutFormat.default('markdown') });
/** One page, as a file; `blocks`: what it consists of, to be shown. */
const Page = z.object({ fileName: z.string(), text: z.string(), blocks: z.array(HandOutBlock) });
/** An OpenAPI 3.1 document. */
const Document = z.record(z.string(), z.unknown());

/** What is handed to those who call. No secret is in it. Problems: `integration_not_found`, `consumer_not_found`. */
export const handOuts = {
  integration: support
    .route({
      method: 'GET',
      path: '/integrations/{id}/hand-out',
      summary: 'How an integration is called, on one page with samples',
    })
    .input(Asked)
    .output(Page),
  integrationApi: support
    .route({
      method: 'GET',
      path: '/integrations/{id}/openapi',
      summary: 'The OpenAPI 3.1 document of an integration',
    })
    .input(ById)
    .output(Document),
  consumer: support
    .route({
      method: 'GET',
      path: '/consumers/{id}/hand-out',
      summary: 'How all that a consumer may call is called, on one page with samples',
    })
    .input(Asked)
    .output(Page),
  consumerApi: support
    .route({
      method: 'GET',
      path: '/consumers/{id}/openapi',
      summary: 'The OpenAPI 3.1 document of all that a consumer may call',
    })
    .input(ById)
    .output(Document),
};
